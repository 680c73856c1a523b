import jsep from "jsep";
import { MathRefusal, refuse } from "./refusal";
import type { Expression, Operator } from "./syntax";

/** Loosest first. The guide says nothing of precedence: this is the usual one, and what is not usual is refused. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ["OR", "||"],
  ["AND", "&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
  ["^"],
];
const OTHER_SPELLINGS: Readonly<Record<string, Operator>> = { "||": "OR", "&&": "AND" };
/** MetricDataQuery, `Expression`: 1 to 2048 characters. */
const LONGEST = 2048;
const OPEN = "(".charCodeAt(0);
const CLOSE = ")".charCodeAt(0);

jsep.removeAllUnaryOps();
jsep.addUnaryOp("-");
jsep.removeAllBinaryOps();
PRECEDENCE.forEach((operators, index) => {
  operators.forEach((operator) => {
    jsep.addBinaryOp(operator, index + 1);
  });
});
jsep.removeAllLiterals();
jsep.removeIdentifierChar("$");
// jsep reads a list of statements, and lists without commas; here an expression ends where its surroundings go on.
jsep.hooks.add(
  "after-expression",
  function ({ node }) {
    if (node && this.index < this.expr.length && !",)]".includes(this.char))
      this.throwError(`unexpected "${this.char}"`);
  },
  true,
);
jsep.hooks.add("gobble-expression", function (env) {
  if (this.index !== 0) return;
  const node = this.gobbleBinaryExpression();
  this.gobbleSpaces();
  if (node && this.index < this.expr.length) this.throwError(`unexpected "${this.char}"`);
  if (node) env.node = node;
});
// jsep forgets parentheses; `-(a ^ b)` must be told from `-a ^ b`.
jsep.hooks.add("gobble-token", function (env) {
  if (this.code !== OPEN) return;
  this.index++;
  const inner = this.gobbleExpression() as jsep.PossibleExpression;
  if (!inner) this.throwError(this.char === "" ? "an expression is missing" : `unexpected "${this.char}"`);
  if (this.code !== CLOSE) this.throwError('")" is missing');
  this.index++;
  env.node = { type: "Group", inner };
});

/** Reads one expression. @throws {MathRefusal} with the column where it does not parse. */
export function parseExpression(text: string): Expression {
  if (text.length > LONGEST) refuse(`it has ${text.length} characters, and CloudWatch takes ${LONGEST}`);
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  if (trimmed === "") refuse("the expression is empty");
  const separator = separatorIn(trimmed);
  if (separator !== undefined) refuse(unexpected(trimmed, start, separator));
  try {
    return read(jsep(trimmed));
  } catch (error) {
    if (error instanceof MathRefusal) throw error;
    if (error instanceof RangeError) refuse("it is nested too deeply");
    const { index = 0, description = String(error) } = error as { index?: number; description?: string };
    const what = description.charAt(0).toLowerCase() + description.slice(1);
    return refuse(`it does not parse: ${what} at column ${start + index + 1}`);
  }
}

/** Where jsep would skip a separator: any `;`, and a comma that the text begins with or that an array ends with. */
function separatorIn(text: string): number | undefined {
  if (text.startsWith(",")) return 0;
  const outsideStrings = text.replace(/"[^"]*"|'[^']*'/g, (quoted) => " ".repeat(quoted.length));
  const at = outsideStrings.search(/;|,\s*\]/);
  return at < 0 ? undefined : at;
}

function unexpected(text: string, start: number, at: number): string {
  return `it does not parse: unexpected "${text.charAt(at)}" at column ${start + at + 1}`;
}

type Node = jsep.CoreExpression | { type: "Group"; inner: jsep.Expression };

function read(given: jsep.Expression | null): Expression {
  if (given === null) return refuse("an array has an empty place");
  const node = given as Node;
  switch (node.type) {
    case "Group":
      return read(node.inner);
    case "Literal":
      return typeof node.value === "number"
        ? { kind: "number", value: node.value }
        : { kind: "text", value: String(node.value) };
    case "Identifier":
      return { kind: "name", name: node.name };
    // To jsep, `this` is no name.
    case "ThisExpression":
      return { kind: "name", name: "this" };
    case "UnaryExpression":
      return { kind: "negate", of: read(node.argument) };
    case "BinaryExpression":
      return readBinary(node);
    case "ArrayExpression":
      return { kind: "array", members: node.elements.map(read) };
    case "CallExpression": {
      const callee = node.callee as Node;
      if (callee.type !== "Identifier") return refuse("only a function's name stands before parentheses");
      return { kind: "call", name: callee.name, args: node.arguments.map(read) };
    }
    case "MemberExpression":
      return refuse("metric math has no members and no indexes: FIRST, LAST or an id names one series");
    default:
      return refuse(`metric math has no ${node.type}`);
  }
}

function readBinary({ operator, left, right }: jsep.BinaryExpression): Expression {
  const name = OTHER_SPELLINGS[operator] ?? (operator as Operator);
  if (name === "^" && (left.type === "UnaryExpression" || isPower(left) || isPower(right)))
    refuse("AWS does not say what `-a ^ b` and `a ^ b ^ c` mean, so write parentheses");
  return { kind: "binary", operator: name, left: read(left), right: read(right) };
}

function isPower(node: jsep.Expression): boolean {
  return node.type === "BinaryExpression" && node["operator"] === "^";
}
