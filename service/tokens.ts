import { randomBytes } from "node:crypto";
import type { Database } from "./database";
import { digest, isSame } from "./secrets";

/** A client that may ask for tokens. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  /** Lifetime of its tokens, in seconds. */
  readonly tokenSeconds: number;
}

/** What `/admin/statistics` answers. */
export interface Statistics {
  /** ISO 8601. */
  readonly DatabaseTime: string;
  /** Size of the database, in bytes. */
  readonly DatabaseBytes: number;
  /** Tokens that still hold. */
  readonly ActiveTokens: number;
  /** Clients that hold one. */
  readonly ActiveClients: number;
}

/** Instances that start at once would trip over each other's CREATE; the lock lets one go first. */
const SCHEMA = `
  SELECT pg_advisory_xact_lock(7120455);
  CREATE TABLE IF NOT EXISTS service_tokens (
    hash bytea PRIMARY KEY,
    client text NOT NULL,
    expires_at timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS service_tokens_expires_at ON service_tokens (expires_at)`;

const ISSUE = `
  WITH expired AS (DELETE FROM service_tokens WHERE expires_at <= now())
  INSERT INTO service_tokens VALUES ($1, $2, now() + make_interval(secs => $3))`;

const HOLDER = `SELECT client FROM service_tokens WHERE hash = $1 AND expires_at > now()`;

const STATISTICS = `
  SELECT now() AS time, pg_database_size(current_database())::float8 AS bytes,
    count(*)::int AS tokens, count(DISTINCT client)::int AS clients
  FROM service_tokens WHERE expires_at > now()`;

/** Tokens of clients, kept in the database as hashes alone. */
export class Tokens {
  #ready: Promise<unknown> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clients: readonly Client[],
  ) {}

  /** The client whose credentials these are; every client is compared with, so that the time says nothing. */
  clientOf(id: string, secret: string): Client | undefined {
    const matches = this.clients.map((client) => isSame(id, client.id) && isSame(secret, client.secret));
    return this.clients[matches.indexOf(true)];
  }

  /** A new token. */
  async issue(client: Client): Promise<string> {
    const token = randomBytes(32).toString("base64url");
    await this.#query(ISSUE, [digest(token), client.id, client.tokenSeconds]);
    return token;
  }

  /** Whether the token holds. */
  async holds(token: string): Promise<boolean> {
    return (await this.#query(HOLDER, [digest(token)])).length > 0;
  }

  /** What the database says of itself and of the tokens. */
  async statistics(): Promise<Statistics> {
    type Row = { time: Date; bytes: number; tokens: number; clients: number };
    const [row] = await this.#query<Row>(STATISTICS);
    if (row === undefined) throw new Error("the statistics query answered no row");
    return {
      DatabaseTime: row.time.toISOString(),
      DatabaseBytes: row.bytes,
      ActiveTokens: row.tokens,
      ActiveClients: row.clients,
    };
  }

  /** The table is made on first use, and again after a failure: the database may be away, or new, at any time. */
  async #query<Row extends Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    try {
      await (this.#ready ??= this.database.query(SCHEMA));
      return await this.database.query<Row>(sql, values);
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }
}
