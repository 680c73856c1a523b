import type { FastifyInstance } from "fastify";
import { healthStatus, type Health } from "../health";

/** For the load balancer: asks the database at each call. Requests are logged from `warn` on only. */
export function healthRoute(app: FastifyInstance, health: () => Promise<Health>): void {
  app.get("/health", { logLevel: "warn" }, async (_, reply) => {
    const answer = await health();
    return reply.code(healthStatus(answer)).send(answer);
  });
}
