import { randomBytes } from "node:crypto";
import Fastify, { LogController, type FastifyInstance } from "fastify";
import { SELF_TEST_CLIENT, type Configuration } from "./configuration";
import { Database } from "./database";
import type { Health } from "./health";
import { loggerOptions } from "./logging";
import { isSelfTest, turnedAway, type Gate } from "./maintenance/gate";
import { fileSource, noSource, ssmSource, type MaintenanceSource } from "./maintenance/sources";
import { MaintenanceWatch } from "./maintenance/watch";
import { answerError } from "./routes/errors";
import { healthRoute } from "./routes/health";
import { statisticsRoute } from "./routes/statistics";
import { testRoute } from "./routes/test";
import { acceptForms, tokenRoute } from "./routes/token";
import { runTest, type EndpointTest } from "./selfTest";
import { TEST_TIMING, TestRuns, type TestTiming } from "./testRuns";
import { TESTS } from "./tests";
import { Tokens } from "./tokens";

/** What tests of the service set otherwise. */
export interface ServiceOptions {
  /** Default: `TESTS`. */
  readonly tests?: readonly EndpointTest[];
  /** Default: `TEST_TIMING`. */
  readonly timing?: Partial<TestTiming>;
  /** Pause between two readings of the maintenance switch, in ms. Default: the configuration's. */
  readonly pollMs?: number;
  /** How long a request that is being answered may last when the service closes, in ms. Default: 5000. */
  readonly drainMs?: number;
  /** Where log lines go. Default: standard output. */
  readonly log?: { write(line: string): void };
}

export interface Service {
  /** For further routes, before `start`. */
  readonly app: FastifyInstance;
  /** Listens; answers the URL that the service's own tests call. */
  start(): Promise<string>;
  /** Ends what is being answered, then everything else. */
  close(): Promise<void>;
}

/** Lifetime of a client's tokens, and of the self-test's, in seconds. */
const TOKEN_SECONDS = 3600;
const SELF_TEST_TOKEN_SECONDS = 60;

/** What is being answered when the service closes has this long, in ms. */
const DRAIN = 5000;

/** The sample service: `/health`, `/test`, maintenance mode, and two endpoints that are worth testing. */
export function createService(configuration: Configuration, options: ServiceOptions = {}): Service {
  const selfTest = { clientId: SELF_TEST_CLIENT, key: randomBytes(32).toString("base64url") };
  const gate: Gate = {
    state: () => watch.state,
    administrators: configuration.ADMINISTRATOR_CIDRS,
    selfTestKey: selfTest.key,
  };
  const app = Fastify({
    bodyLimit: 16 * 1024,
    requestTimeout: 30_000,
    logger: { ...loggerOptions(configuration, [selfTest.key]), ...(options.log && { stream: options.log }) },
    // Its own tests are told when they begin to fail; their requests would be most of the log.
    logController: new LogController({ disableRequestLogging: (request) => isSelfTest(gate, request) }),
    // A path that cannot be decoded meets no hook.
    frameworkErrors(error, request, reply) {
      if (!turnedAway(gate, request, reply)) answerError(error, request, reply);
    },
  });
  const database = new Database(configuration.DATABASE_URL, configuration.DATABASE_TIMEOUT_MS, app.log);
  const tokens = new Tokens(database, [
    { id: configuration.CLIENT_ID, secret: configuration.CLIENT_SECRET, tokenSeconds: TOKEN_SECONDS },
    { id: selfTest.clientId, secret: selfTest.key, tokenSeconds: SELF_TEST_TOKEN_SECONDS },
  ]);
  const pollMs = options.pollMs ?? configuration.MAINTENANCE_POLL_SECONDS * 1000;
  const watch = new MaintenanceWatch(sourceOf(configuration), pollMs, app.log);
  const timing = { ...TEST_TIMING, ...options.timing };
  let url = "";
  const runs = new TestRuns(
    async (closing) => {
      const tests = (options.tests ?? TESTS).map((test) => runTest(test, { ...selfTest, url }, closing));
      const [databaseConnectivity, ...results] = await Promise.all([database.answers(), ...tests]);
      return { databaseConnectivity, results };
    },
    timing,
    app.log,
  );
  const health = (DatabaseConnectivity: boolean): Health => ({
    BuildVersion: configuration.BUILD_VERSION,
    BuildTimestamp: configuration.BUILD_TIMESTAMP,
    DatabaseConnectivity,
    MaintenanceMode: watch.state.on,
  });

  app.setNotFoundHandler(async (_, reply) => reply.code(404).send({ error: "not found" }));
  app.setErrorHandler(answerError);
  acceptForms(app);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("Cache-Control", "no-store");
    if (turnedAway(gate, request, reply)) return reply;
  });
  healthRoute(app, async () => health(await database.answers()));
  testRoute(app, { runs, health, maintenance: () => watch.state, staleMs: timing.staleMs });
  tokenRoute(app, tokens);
  statisticsRoute(app, tokens);
  // Before the server waits for its open requests: the service's own are among them.
  app.addHook("preClose", (done) => {
    runs.close();
    // Node keeps a connection that never asked anything for a minute; so would a request that hangs.
    setTimeout(() => {
      app.server.closeAllConnections();
    }, options.drainMs ?? DRAIN).unref();
    done();
  });
  app.addHook("onClose", async () => {
    watch.close();
    await database.close();
  });

  return {
    app,
    async start() {
      // Before the first request: an instance that starts in maintenance lets no stranger in.
      await watch.start();
      const address = new URL(await app.listen({ host: configuration.HOST, port: configuration.PORT }));
      url = `http://127.0.0.1:${address.port}`;
      runs.start();
      return url;
    },
    close: () => app.close(),
  };
}

function sourceOf(configuration: Configuration): MaintenanceSource {
  const { MAINTENANCE_PARAMETER, MAINTENANCE_FILE, AWS_REGION = "" } = configuration;
  if (MAINTENANCE_PARAMETER !== undefined) return ssmSource(MAINTENANCE_PARAMETER, AWS_REGION);
  return MAINTENANCE_FILE === undefined ? noSource : fileSource(MAINTENANCE_FILE);
}
