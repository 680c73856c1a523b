/** Why an expression is not evaluated, thrown from deep inside it; never leaves `cloudwatch/math`. */
export class MathRefusal extends Error {
  /** The id of the line whose expression it is; undefined until the line is known. */
  line: string | undefined;
}

/** Refuses, in one sentence without a full stop. */
export function refuse(why: string): never {
  throw new MathRefusal(why);
}
