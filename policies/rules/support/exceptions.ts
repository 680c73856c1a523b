import { urnIn, type ExceptionState, type ParityException } from "../../../parity/compare";

/** `alarm "api-low-traffic"` */
export function about({ kind, name }: ParityException): string {
  return `${kind} "${name}"`;
}

/** What the exception is about in this stack, or as it would be here. */
export function urnOf(urns: ExceptionState["urns"], stack: string): string | undefined {
  const [other] = Object.values(urns);
  return urns[stack] ?? (other === undefined ? undefined : urnIn(stack, other));
}
