import { OPERATORS } from "./arithmetic";
import { call } from "./functions";
import { refuse } from "./refusal";
import { isArray, type MathValue, type Operand, type Series } from "./series";
import type { Expression, Operator } from "./syntax";

/** What an expression may name: the lines of its alarm. */
export interface Lines {
  /** The line with this id. @throws {MathRefusal} where there is none. */
  line(id: string): MathValue;
  /** The metrics whose id contains `part`, in the order of the lines; expressions are none. */
  metrics(part: string): readonly Series[];
  /** Seconds. @throws {MathRefusal} where `id` is no metric, or its period is not known. */
  period(id: string): number;
}

/** Gives ids, operators and functions their meaning. @throws {MathRefusal} */
export function resolve(expression: Expression, lines: Lines): MathValue {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "text":
      return refuse(`the text "${expression.value}" is no series`);
    case "name":
      return lines.line(expression.name);
    case "negate":
      return each(resolve(expression.of, lines), negate);
    case "binary":
      return binary(expression.operator, resolve(expression.left, lines), resolve(expression.right, lines));
    case "array":
      return expression.members.flatMap((member) => seriesOf(resolve(member, lines)));
    case "call":
      return call(expression, lines);
  }
}

/** Does the same to a scalar, a series, or each series of an array. */
export function each(value: MathValue, change: (one: Operand) => Operand): MathValue {
  return isArray(value) ? value.map((one) => asSeries(change(one))) : change(value);
}

function negate(of: Operand): Operand {
  return typeof of === "number" ? -of : { op: "negate", of };
}

function seriesOf(member: MathValue): readonly Series[] {
  if (isArray(member)) return member;
  if (typeof member !== "number") return [member];
  return refuse(`an array holds series, and ${member} is none: write TIME_SERIES(${member})`);
}

function asSeries(value: Operand): Series {
  return typeof value === "number" ? { op: "constant", value } : value;
}

function binary(operator: Operator, left: MathValue, right: MathValue): MathValue {
  if (isArray(left) && isArray(right)) return refuse(`${operator} takes one array of series, not two`);
  if (isArray(left)) return left.map((one) => asSeries(apply(operator, one, right as Operand)));
  if (isArray(right)) return right.map((one) => asSeries(apply(operator, left, one)));
  return apply(operator, left, right);
}

function apply(operator: Operator, left: Operand, right: Operand): Operand {
  if (typeof left !== "number" || typeof right !== "number") return { op: "binary", operator, left, right };
  const value = OPERATORS[operator](left, right);
  return Number.isFinite(value) ? value : refuse(`${left} ${operator} ${right} is no number`);
}
