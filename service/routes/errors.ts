import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DatabaseError } from "../database";

/** What a caller is told of an error: never its inside. What the database said is logged by `Database`, once. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode = 500 } = error;
  if (statusCode < 500) {
    void reply.code(statusCode).send({ error: error.message });
  } else if (error instanceof DatabaseError) {
    void reply.code(503).send({ error: "the database does not answer" });
  } else {
    request.log.error({ err: error }, "request failed");
    void reply.code(500).send({ error: "internal error" });
  }
}
