import { readConfiguration } from "../../../service/configuration";
import { createService, type Service, type ServiceOptions } from "../../../service/service";

/** A complete environment; a test says what differs. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  DATABASE_URL: "postgres://postgres:database-password@127.0.0.1:1/postgres",
  CLIENT_ID: "tester",
  CLIENT_SECRET: "client-secret-of-the-tests",
  BUILD_VERSION: "1.2.3",
  BUILD_TIMESTAMP: "2026-01-31T12:00:00Z",
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** From the call to the whole answer, in ms. */
  readonly tookMs: number;
}

export interface RunningService {
  readonly url: string;
  /** Everything that was logged. */
  readonly log: () => string;
  readonly get: (path: string, init?: RequestInit) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Differences extends ServiceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly routes?: (app: Service["app"]) => void;
}

/** The service on a free port of this machine; its tests run every 100 ms. */
export async function startTestService(differences: Differences = {}): Promise<RunningService> {
  const { environment, routes, ...options } = differences;
  const configuration = readConfiguration({ ...ENVIRONMENT, LOG_LEVEL: "trace", ...environment });
  let log = "";
  const service = createService(
    { ...configuration, HOST: "127.0.0.1", PORT: 0 },
    {
      pollMs: 50,
      drainMs: 50,
      log: { write: (line) => (log += line) },
      ...options,
      timing: { pauseMs: 100, ...options.timing },
    },
  );
  routes?.(service.app);
  const url = await service.start();
  return {
    url,
    log: () => log,
    get: (path, init) => ask(url + path, init),
    close: () => service.close(),
  };
}

export async function ask(url: string, init?: RequestInit): Promise<Answer> {
  const started = performance.now();
  const answer = await fetch(url, init);
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, body, tookMs: performance.now() - started };
}

/** Asks again and again until the status comes; answers the last answer after 3 s. */
export async function until(status: number, question: () => Promise<Answer>): Promise<Answer> {
  const limit = performance.now() + 3000;
  for (;;) {
    const answer = await question();
    if (answer.status === status || performance.now() > limit) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
