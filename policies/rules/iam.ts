import { hasUnknown, isUnknown } from "../../cloudwatch/unknown";
import { conditionHolds, glob, type Caller, type Holds } from "./iamConditions";

export type { Caller } from "./iamConditions";

/** One statement of a resource policy, as written. */
export type Statement = Record<string, unknown>;

/** A policy that was read, or why it cannot be. */
export type PolicyDocument =
  { ok: true; statements: Statement[] } | { ok: false; reason: "unknown" | "invalid" };

/** What is asked of a resource policy. */
export interface Request {
  caller: Caller;
  /** E.g. `sns:Publish`. */
  action: string;
  /** ARN of the resource that the policy stands on; absent where not known. */
  resource?: string;
}

/** `allowed`: true, `denied`/`not-allowed`: false; `unclear` where a condition cannot be judged. */
export interface Decision {
  answer: "allowed" | "denied" | "not-allowed" | "unclear";
  /** The statement that decided, or the nearest one, e.g. `statement 2 ("publish")`, and what stands against it. */
  because?: string;
}

/** Reads a policy given as JSON text or as an object. */
export function readPolicy(value: unknown): PolicyDocument {
  if (isUnknown(value)) return { ok: false, reason: "unknown" };
  const document = typeof value === "string" ? parseJson(value) : value;
  if (!isObject(document)) return { ok: false, reason: hasUnknown(value) ? "unknown" : "invalid" };
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (!statements.every(isObject))
    return { ok: false, reason: hasUnknown(statements) ? "unknown" : "invalid" };
  return { ok: true, statements };
}

/**
 * What the policy says to a service that calls: an explicit Deny goes before any Allow.
 * (IAM user guide, "Policy evaluation logic".)
 */
export function decide(statements: readonly Statement[], request: Request): Decision {
  const judged = statements.map((statement, index) => ({
    effect: statement.Effect,
    name: nameOf(statement, index),
    ...judge(statement, request),
  }));
  const deny = judged.find(({ effect, holds }) => effect === "Deny" && holds === "yes");
  if (deny !== undefined) return { answer: "denied", because: `${deny.name} denies it` };
  const maybeDeny = judged.find(({ effect, holds }) => effect === "Deny" && holds === "unclear");
  if (maybeDeny !== undefined) return { answer: "unclear", because: `${maybeDeny.name} may deny it` };
  const allows = judged.filter(({ effect }) => effect === "Allow");
  if (allows.some(({ holds }) => holds === "yes")) return { answer: "allowed" };
  const maybe = allows.find(({ holds }) => holds === "unclear");
  if (maybe !== undefined) return { answer: "unclear", because: `${maybe.name} may allow it` };
  const near = allows.find(({ condition }) => condition !== undefined);
  if (near?.condition === undefined) return { answer: "not-allowed" };
  return {
    answer: "not-allowed",
    because: `${near.name} asks for ${near.condition}, which CloudWatch does not meet`,
  };
}

function judge(statement: Statement, request: Request): { holds: Holds; condition?: string } {
  const parts = [
    principalHolds(statement, request.caller),
    actionHolds(statement, request.action),
    resourceHolds(statement, request.resource),
  ];
  const without = both(parts);
  if (without === "no") return { holds: "no" };
  const { holds, failing } = conditionHolds(statement.Condition, request.caller);
  return { holds: both([without, holds]), condition: failing };
}

/** Conditions are left to their own: `*` means everybody who meets them. */
function principalHolds(statement: Statement, caller: Caller): Holds {
  if (statement.NotPrincipal !== undefined) return not(principalMatches(statement.NotPrincipal, caller));
  return principalMatches(statement.Principal, caller);
}

function principalMatches(principal: unknown, caller: Caller): Holds {
  if (principal === "*") return "yes";
  if (!isObject(principal)) return hasUnknown(principal) ? "unclear" : "no";
  const service = any(principal.Service, (name) => name === "*" || name === caller.service);
  const everybody = any(principal.AWS, (name) => name === "*");
  return either(service, everybody);
}

/** IAM compares actions without regard to case. */
function actionHolds(statement: Statement, action: string): Holds {
  const matches = (value: unknown): Holds =>
    any(value, (name) => glob(name.toLowerCase(), action.toLowerCase()));
  return statement.NotAction !== undefined ? not(matches(statement.NotAction)) : matches(statement.Action);
}

function resourceHolds(statement: Statement, resource: string | undefined): Holds {
  const matches = (value: unknown): Holds => {
    if (any(value, (name) => name === "*") === "yes") return "yes";
    return resource === undefined ? "unclear" : any(value, (pattern) => glob(pattern, resource));
  };
  if (statement.NotResource !== undefined) return not(matches(statement.NotResource));
  return statement.Resource === undefined ? "yes" : matches(statement.Resource);
}

/** Whether one of the texts in `value` passes; an unknown among them leaves it open. */
function any(value: unknown, passes: (text: string) => boolean): Holds {
  const values = Array.isArray(value) ? value : [value];
  if (values.some((text) => typeof text === "string" && !isUnknown(text) && passes(text))) return "yes";
  return hasUnknown(values) ? "unclear" : "no";
}

function both(parts: readonly Holds[]): Holds {
  if (parts.includes("no")) return "no";
  return parts.includes("unclear") ? "unclear" : "yes";
}

function either(a: Holds, b: Holds): Holds {
  if (a === "yes" || b === "yes") return "yes";
  return a === "unclear" || b === "unclear" ? "unclear" : "no";
}

function not(holds: Holds): Holds {
  if (holds === "unclear") return "unclear";
  return holds === "yes" ? "no" : "yes";
}

function nameOf(statement: Statement, index: number): string {
  const sid = typeof statement.Sid === "string" && statement.Sid !== "" ? ` ("${statement.Sid}")` : "";
  return `statement ${index + 1}${sid}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
