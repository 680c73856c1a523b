import type { FastifyInstance } from "fastify";
import type { Tokens } from "../tokens";

/** Numbers for administrators, for a bearer's token of `/auth/token`. */
export function statisticsRoute(app: FastifyInstance, tokens: Tokens): void {
  app.get("/admin/statistics", async (request, reply) => {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined || !(await tokens.holds(token))) {
      return reply
        .code(401)
        .header("WWW-Authenticate", "Bearer")
        .send({ error: "invalid_token", error_description: "get one from POST /auth/token" });
    }
    return tokens.statistics();
  });
}
