import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
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

  async goAway(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async close(): Promise<void> {
    await this.goAway();
    await this.database.close();
  }
}

export interface SilentServer {
  readonly url: string;
  /** Connections that were ever made. */
  connections(): number;
  close(): void;
}

/** Accepts connections and never says a word. */
export async function silentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres:database-password@127.0.0.1:${port}/postgres`,
    connections: () => sockets.size,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
