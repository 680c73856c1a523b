import type { Properties } from "../types";
import { hasUnknown } from "../../../cloudwatch/unknown";
import type { Declarations } from "./declarations";
import type { Place } from "./knownDefaults";
import type { StackAnswers } from "./given";
import type { Answers } from "./values";

/** Longer arguments are cut in the label that an answer carries. */
const MAX_LABEL = 60;

/** What look-ups are answered from. */
export interface LookupSources {
  declarations: Declarations;
  answers: Answers;
  given: StackAnswers;
  place: Place;
}

type Special = (args: Properties, place: Place) => Properties;

/** Look-ups whose true answer is known, or whose made-up one must have a form that programs rely on. */
const SPECIAL: Readonly<Record<string, Special>> = {
  getCallerIdentity: (_, { account }) => ({
    accountId: account,
    id: account,
    arn: `arn:aws:iam::${account}:user/check`,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
  }),
  getRegion: (args, { region }) => {
    const name = typeof args.name === "string" ? args.name : region;
    return { id: name, name, region: name, description: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
  getPartition: () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  getAvailabilityZones: (_, { region }) => ({
    id: region,
    names: ["a", "b", "c"].map((zone) => region + zone),
    zoneIds: ["az1", "az2", "az3"],
    groupNames: [region],
  }),
  getPolicyDocument: (args) => {
    const json = JSON.stringify(policyDocument(args));
    return { id: "policy", json, minifiedJson: json };
  },
};

/**
 * The answer of a look-up: the arguments, and a traceable value for every result that its type declares.
 * What `--answers` gives counts before it. Undefined where an argument is not known, as in a preview, or where its package is not installed.
 */
export function answerLookup(
  token: string,
  args: Properties,
  sources: LookupSources,
): Properties | undefined {
  if (hasUnknown(args)) return undefined;
  const name = token.split(":").at(-1) ?? token;
  const special = token.startsWith("aws:") ? SPECIAL[name]?.(args, sources.place) : undefined;
  const given = sources.given.lookup(token, args);
  if (special !== undefined) return { ...args, ...special, ...given };
  const members = sources.declarations.functionResult(token);
  if (members === undefined) return given === undefined ? undefined : { ...args, ...given };
  if (given === undefined) sources.given.askedLookup(token, label(name, args), args);
  return { ...args, ...sources.answers.lookup(token, label(name, args), members, args), ...given };
}

/** A look-up as an answer shows it: `getVpc(default=true)`. */
function label(name: string, args: Properties): string {
  const parts = Object.entries(args).map(([key, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `${key}=${text}`;
  });
  const text = parts.join(",").replace(/["${}\\]/g, "");
  return `${name}(${text.length > MAX_LABEL ? text.slice(0, MAX_LABEL) : text})`;
}

interface Statement {
  sid?: string;
  effect?: string;
  actions?: unknown;
  notActions?: unknown;
  resources?: unknown;
  notResources?: unknown;
  principals?: { type: string; identifiers: string[] }[];
  notPrincipals?: { type: string; identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

/** The JSON that `aws.iam.getPolicyDocument` writes, so that rules about policies see what it says. */
function policyDocument(args: Properties): Properties {
  const statements = Array.isArray(args.statements) ? (args.statements as Statement[]) : [];
  return {
    Version: typeof args.version === "string" ? args.version : "2012-10-17",
    Statement: statements.map((statement) => ({
      ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
      Effect: statement.effect ?? "Allow",
      Action: statement.actions,
      NotAction: statement.notActions,
      Resource: statement.resources,
      NotResource: statement.notResources,
      Principal: principals(statement.principals),
      NotPrincipal: principals(statement.notPrincipals),
      Condition: conditions(statement.conditions),
    })),
  };
}

function principals(list: Statement["principals"]): unknown {
  if (list === undefined || list.length === 0) return undefined;
  if (list.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(list.map(({ type, identifiers }) => [type, identifiers]));
}

function conditions(list: Statement["conditions"]): unknown {
  if (list === undefined || list.length === 0) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of list) (byTest[test] ??= {})[variable] = values;
  return byTest;
}
