import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf, isWithin, type Network } from "../addresses";
import { isSame } from "../secrets";
import { retryAfter, type MaintenanceState } from "./state";

/** The header by which a self-test passes; its key is new in every process and leaves it to 127.0.0.1 alone. */
export const SELF_TEST_HEADER = "x-self-test";

/** Load balancer and outside monitor ask here; both routes answer for maintenance themselves. */
const OPEN: readonly (string | undefined)[] = ["/health", "/test"];

export interface Gate {
  /** Read at each request. */
  readonly state: () => MaintenanceState;
  readonly administrators: readonly Network[];
  readonly selfTestKey: string;
}

/**
 * In maintenance, answers strangers with 503, Retry-After and the message. Who is none is told by the caller's address
 * as the load balancer saw it (`callerOf`), so instances must accept traffic from the load balancer alone.
 * @returns whether it answered
 */
export function turnedAway(gate: Gate, request: FastifyRequest, reply: FastifyReply): boolean {
  const state = gate.state();
  if (!state.on || isOpen(request) || isSelfTest(gate, request) || isAdministrator(gate, request))
    return false;
  const { message: Message, until: Until } = state;
  void reply
    .code(503)
    .header("Retry-After", retryAfter(state, Date.now()))
    .send({ MaintenanceMode: true, Message, Until });
  return true;
}

function isOpen(request: FastifyRequest): boolean {
  return OPEN.includes(request.routeOptions.url);
}

/** Whether this service itself asks. */
export function isSelfTest(
  { selfTestKey }: Pick<Gate, "selfTestKey">,
  request: Pick<FastifyRequest, "headers">,
): boolean {
  const key = request.headers[SELF_TEST_HEADER];
  return typeof key === "string" && isSame(key, selfTestKey);
}

function isAdministrator({ administrators }: Gate, request: FastifyRequest): boolean {
  const forwarded = request.headers["x-forwarded-for"];
  const forwardedFor = Array.isArray(forwarded) ? forwarded.join() : forwarded;
  return isWithin(callerOf(forwardedFor, request.socket.remoteAddress), administrators);
}
