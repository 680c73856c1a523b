import type { FastifyInstance } from "fastify";
import { healthStatus, type Health } from "../health";
import { retryAfter, type MaintenanceState } from "../maintenance/state";
import type { TestResult } from "../selfTest";
import type { TestRuns } from "../testRuns";

/** What `/test` answers. */
export interface TestAnswer {
  readonly Health: Health;
  readonly Tests: readonly TestResult[];
  /** Why the answer is 503; left out when it is 200. */
  readonly Reason?: string;
}

export interface TestRouteOptions {
  readonly runs: TestRuns;
  /** Health, with what the last run found of the database. */
  readonly health: (databaseConnectivity: boolean) => Health;
  readonly maintenance: () => MaintenanceState;
  /** Age, in ms, beyond which a run says nothing. */
  readonly staleMs: number;
}

/** For the outside monitor: the last run of the tests. 503 in maintenance, and whenever something is not well. */
export function testRoute(app: FastifyInstance, options: TestRouteOptions): void {
  app.get("/test", { logLevel: "warn" }, async (_, reply) => {
    const last = await options.runs.last();
    const health = options.health(last?.run.databaseConnectivity ?? false);
    const Tests = last?.run.results ?? [];
    const maintenance = options.maintenance();
    const Reason = maintenance.on
      ? `in maintenance: ${maintenance.message}`
      : last === undefined
        ? "the tests have not ended yet since the service started"
        : reasonAgainst(health, Tests, last.ageMs, options.staleMs);
    if (maintenance.on) reply.header("Retry-After", retryAfter(maintenance, Date.now()));
    const answer: TestAnswer = { Health: health, Tests, Reason };
    return reply.code(Reason === undefined ? 200 : 503).send(answer);
  });
}

function reasonAgainst(
  health: Health,
  tests: readonly TestResult[],
  ageMs: number,
  staleMs: number,
): string | undefined {
  if (ageMs > staleMs) {
    return `the tests ended ${Math.round(ageMs / 1000)} s ago, longer than ${staleMs / 1000} s, and say nothing of now`;
  }
  const failed = tests.filter(({ Success }) => !Success).map(({ Name }) => Name);
  const reasons = [
    ...(healthStatus(health) === 200 ? [] : ["the database does not answer"]),
    ...(failed.length === 0
      ? []
      : [`${failed.length} of ${tests.length} tests failed: ${failed.join(", ")}`]),
  ];
  return reasons.length === 0 ? undefined : reasons.join("; ");
}
