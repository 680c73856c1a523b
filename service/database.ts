import { Pool, type PoolConfig, type QueryResultRow } from "pg";
import { reasonOf } from "./reason";
import { within } from "./within";

/** As much of a logger as is used outside Fastify. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Connections that requests share; more callers wait for one. */
const CONNECTIONS = 10;

/** The service's Postgres. Nothing here ends the process: a database that is away comes back by itself. */
export class Database {
  readonly #requests: Pool;
  /** A connection of its own: requests that have to wait for one do not make a healthy database look dead. */
  readonly #check: Pool;
  #asking: Promise<boolean> | undefined;
  #wasWell = true;
  /** Why the last query failed; undefined when it did not. */
  #failing: string | undefined;

  /** @param timeoutMs limit for a connection and for each query, in ms */
  constructor(
    url: string,
    private readonly timeoutMs: number,
    private readonly log: Log,
  ) {
    const common: PoolConfig = {
      connectionString: url,
      application_name: "sample-service",
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
    };
    this.#requests = new Pool({ ...common, max: CONNECTIONS });
    this.#check = new Pool({ ...common, max: 1 });
    // An idle connection that breaks is no news: the next query tells. Without a listener it would end the process.
    this.#requests.on("error", () => undefined);
    this.#check.on("error", () => undefined);
  }

  /** Whether the database answers within the limit; callers at the same time share one question. Never rejects. */
  answers(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    try {
      const late = `no answer within ${this.timeoutMs} ms`;
      await within(this.timeoutMs, this.#check.query("SELECT 1"), late);
      if (!this.#wasWell) this.log.info({}, "the database answers again");
      this.#wasWell = true;
    } catch (error) {
      if (this.#wasWell) this.log.warn({ reason: reasonOf(error) }, "the database does not answer");
      this.#wasWell = false;
    }
    return this.#wasWell;
  }

  /**
   * Rows of one query. A failure is logged, and not again while it stays the same.
   * @throws DatabaseError where the database does not answer in time or refuses
   */
  async query<Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.#requests.query<Row>(sql, values && [...values]);
      this.#failing = undefined;
      return rows;
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== this.#failing) this.log.warn({ reason }, "a query failed");
      this.#failing = reason;
      throw new DatabaseError(reason, { cause: error });
    }
  }

  /** Ends all connections, at once where one hangs. */
  async close(): Promise<void> {
    const ended = Promise.allSettled([this.#requests.end(), this.#check.end()]);
    await within(this.timeoutMs, ended, "connections hang").catch(() => undefined);
  }
}

/** The database did not answer, or refused. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}
