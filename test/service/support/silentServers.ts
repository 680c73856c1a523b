import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

export interface SilentServer {
  readonly url: string;
  /** Connections that were ever made. */
  connections(): number;
  close(): void;
}

/** Accepts connections and never says a word. */
export async function silentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  return {
    url: await urlOf(server),
    connections: () => sockets.size,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

export interface Proxy {
  readonly url: string;
  /** Connections that are open, and those to come, hear nothing any more, and are not closed. */
  failOver(): void;
  /** New connections reach the database again; the old ones stay dead. */
  recover(): void;
  close(): void;
}

/** Stands before a database and fails as one does that moves to another host: silently. */
export async function proxyTo(database: string): Promise<Proxy> {
  const { hostname, port } = new URL(database);
  const sockets = new Set<Socket>();
  let dead = false;
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    if (dead) return;
    const upstream = connect(Number(port), hostname);
    sockets.add(upstream.on("error", () => undefined));
    socket.pipe(upstream).pipe(socket);
  });
  return {
    url: await urlOf(server),
    failOver() {
      dead = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    recover: () => (dead = false),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function urlOf(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return `postgres://postgres:database-password@127.0.0.1:${port}/postgres`;
}
