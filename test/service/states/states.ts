import type { EmbeddedDatabase } from "../support/embeddedDatabase";
import { startTestService, type Differences, type RunningService } from "../support/runningService";

/** What the suites of the service's states share: one database, and services that are closed after each test. */
export interface States {
  /** The database, there. */
  readonly database: () => EmbeddedDatabase;
  /** A service on that database. */
  readonly start: (differences?: Differences) => Promise<RunningService>;
}

export function statesOf(database: () => EmbeddedDatabase): States {
  const running: RunningService[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.close()));
    await database().comeBack();
  });
  return {
    database,
    async start({ environment, ...rest } = {}) {
      const DATABASE_URL = database().url;
      const service = await startTestService({ environment: { DATABASE_URL, ...environment }, ...rest });
      running.push(service);
      return service;
    },
  };
}
