import { DEPENDS_ON_RANGE, refusedFunction } from "./refused";
import { refuse } from "./refusal";
import { each, resolve, type Lines } from "./resolve";
import {
  isArray,
  type ArrayFunction,
  type ClockFunction,
  type MathValue,
  type Operand,
  type PointFunction,
  type Series,
} from "./series";
import type { Expression } from "./syntax";

type Call = Extract<Expression, { kind: "call" }>;
type Resolve = (call: Call, lines: Lines) => MathValue;

/** The functions that are evaluated (CloudWatch user guide, "Functions supported for metric math"). */
const FUNCTIONS: Readonly<Record<string, Resolve>> = {
  METRICS: metrics,
  PERIOD: period,
  TIME_SERIES: timeSeries,
  FILL: fill,
  IF: conditional,
  FIRST: (given, lines) => arrayOf(given, lines)[0] ?? empty(given),
  LAST: (given, lines) => arrayOf(given, lines).at(-1) ?? empty(given),
  ...all<PointFunction>(["ABS", "CEIL", "FLOOR", "LOG", "LOG10"], onPoints),
  ...all<ArrayFunction>(["AVG", "MAX", "MIN", "STDDEV", "SUM"], join),
  ...all<ClockFunction>(["MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"], clock),
};

/** Resolves a call. @throws {MathRefusal} where the function, or its arguments, are not evaluated. */
export function call(given: Call, lines: Lines): MathValue {
  const known = Object.hasOwn(FUNCTIONS, given.name) ? FUNCTIONS[given.name] : undefined;
  return known === undefined
    ? refuse(refusedFunction(given.name, Object.keys(FUNCTIONS)))
    : known(given, lines);
}

function all<Name extends string>(
  names: readonly Name[],
  of: (name: Name, call: Call, lines: Lines) => MathValue,
): Record<string, Resolve> {
  return Object.fromEntries(
    names.map((name) => [name, (given: Call, lines: Lines) => of(name, given, lines)]),
  );
}

function metrics({ args, name }: Call, lines: Lines): MathValue {
  const [part] = args;
  if (args.length > 1 || (part !== undefined && part.kind !== "text"))
    return refuse(`${name} takes nothing, or one text in quotes`);
  const found = lines.metrics(part?.value ?? "");
  return found.length > 0 ? found : refuse(`no metric's id contains "${part?.value ?? ""}"`);
}

function period(given: Call, lines: Lines): MathValue {
  const [of] = given.args;
  if (of?.kind !== "name" || given.args.length > 1) return refuse("PERIOD takes the id of one metric");
  return lines.period(of.name);
}

function timeSeries(given: Call, lines: Lines): MathValue {
  const [value] = resolved(given, lines, 1, 1);
  return typeof value === "number" ? { op: "constant", value } : refuse("TIME_SERIES takes a number");
}

function fill(given: Call, lines: Lines): MathValue {
  const by = given.args[1];
  if (by?.kind === "name" && (by.name === "REPEAT" || by.name === "LINEAR"))
    refuse(`FILL(…, ${by.name}) ${DEPENDS_ON_RANGE}`);
  const [of, filler] = resolved(given, lines, 2, 2);
  if (of === undefined || typeof of === "number") return refuse("FILL takes a series to fill");
  if (filler === undefined || isArray(filler))
    return refuse("FILL takes one number or one series to fill with");
  return each(of, (one) => (typeof one === "number" ? one : { op: "fill", of: one, with: filler }));
}

function conditional(given: Call, lines: Lines): MathValue {
  const [condition, then, otherwise] = resolved(given, lines, 2, 3);
  if (condition === undefined || then === undefined)
    return refuse("IF takes a condition and one or two values");
  if (isArray(condition) || isArray(then) || (otherwise !== undefined && isArray(otherwise)))
    return refuse("IF takes no array of series: FIRST, MAX or SUM makes one series of it");
  if (typeof condition !== "number") return { op: "if", condition, then, otherwise };
  if (typeof then === "number" || typeof otherwise === "number")
    return refuse("IF with a scalar condition takes series for its values");
  return condition !== 0 ? then : (otherwise ?? { op: "empty" });
}

function onPoints(name: PointFunction, given: Call, lines: Lines): MathValue {
  const [of] = resolved(given, lines, 1, 1);
  if (of === undefined || typeof of === "number")
    return refuse(`${name} takes a series, or an array of series`);
  return each(of, (one) => (typeof one === "number" ? one : { op: "point", name, of: one }));
}

function join(name: ArrayFunction, given: Call, lines: Lines): Operand {
  const [of] = resolved(given, lines, 1, 1);
  if (of === undefined || typeof of === "number") return refuse(`${name} takes an array of series`);
  if (!isArray(of)) return refuse(`${name} of one series ${DEPENDS_ON_RANGE}`);
  return of.length > 0 ? { op: "join", name, members: of } : empty(given);
}

function clock(name: ClockFunction, given: Call, lines: Lines): MathValue {
  const [of] = resolved(given, lines, 1, 1);
  if (of === undefined || typeof of === "number" || isArray(of)) return refuse(`${name} takes one series`);
  return { op: "clock", name };
}

function arrayOf(given: Call, lines: Lines): readonly Series[] {
  const [of] = resolved(given, lines, 1, 1);
  return of !== undefined && isArray(of) ? of : refuse(`${given.name} takes an array of series`);
}

function empty({ name }: Call): never {
  return refuse(`${name} of an empty array is no series`);
}

function resolved({ args, name }: Call, lines: Lines, least: number, most: number): MathValue[] {
  if (args.length >= least && args.length <= most) return args.map((arg) => resolve(arg, lines));
  const takes = least === most ? String(least) : `${least} to ${most}`;
  return refuse(`${name} takes ${takes} argument${most === 1 ? "" : "s"}, and has ${args.length}`);
}
