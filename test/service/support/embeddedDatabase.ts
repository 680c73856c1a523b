import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

/** A real Postgres behind a TCP port, which can go away and come back at the same place. */
export class EmbeddedDatabase {
  #server: PGLiteSocketServer | undefined;
  #port = 0;

  private constructor(private readonly database: PGlite) {}

  static async create(): Promise<EmbeddedDatabase> {
    const embedded = new EmbeddedDatabase(await PGlite.create());
    await embedded.comeBack();
    return embedded;
  }

  get url(): string {
    return `postgres://postgres:database-password@127.0.0.1:${this.#port}/postgres`;
  }

  async comeBack(): Promise<void> {
    if (this.#server !== undefined) return;
    const options = { db: this.database, port: this.#port, host: "127.0.0.1", maxConnections: 50 };
    this.#server = new PGLiteSocketServer(options);
    await this.#server.start();
    this.#port = Number(this.#server.getServerConn().split(":").at(-1));
  }

  async run(sql: string): Promise<void> {
    await this.database.exec(sql);
  }

  async goAway(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async close(): Promise<void> {
    await this.goAway();
    await this.database.close();
  }
}
