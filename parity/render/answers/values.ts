import { createHash } from "node:crypto";
import type { Properties } from "../types";
import { makeUrn, parseUrn } from "../urn";
import { isMarked, resourceReference } from "../wire";
import type { Member, Type } from "./declarations";
import { arnFor, DEFAULT_OUTPUTS, ID_IS, type Place } from "./knownDefaults";

/** Deep enough for every nested output that programs were seen to read; types may hold themselves. */
const MAX_DEPTH = 6;

/** Made-up numbers start here: no program computes with such a port or size by chance. */
const FIRST_NUMBER = 1_900_000_000;

/** What an answer stands for. */
export type References = Record<string, { urn: string; property: string }>;

/** Makes up answers that show what they stand for, and keeps the key to those that cannot show it themselves. */
export class Answers {
  readonly references: References = {};
  /** Outputs of resources that only an output shows, such as the load balancer of an awsx component, by URN. */
  readonly hidden = new Map<string, Properties>();

  constructor(private readonly place: Place) {}

  /** All outputs that `members` declare and `given` does not hold, with the id. */
  resource(urn: string, type: string, members: readonly Member[], given: Properties): Properties {
    const outputs: Properties = { ...DEFAULT_OUTPUTS[type], ...given };
    for (const { name, type: of } of members) {
      outputs[name] = this.filled(urn, type, name, of, outputs[name], 0);
    }
    outputs.id ??= outputs[ID_IS[type] ?? ""] ?? this.string(urn, type, parseUrn(urn).name, "id");
    return outputs;
  }

  /** What was given, with what its type always has beside it: a name in `metadata` that only the provider knows. */
  private filled(urn: string, type: string, path: string, of: Type, given: unknown, depth: number): unknown {
    if (given === undefined || given === null)
      return this.value(urn, type, parseUrn(urn).name, path, of, depth);
    if (of.kind !== "object" || depth >= MAX_DEPTH || !isPlainObject(given)) return given;
    const more = of
      .members()
      .map((member) => [
        member.name,
        this.filled(urn, type, `${path}.${member.name}`, member.type, given[member.name], depth + 1),
      ]);
    return { ...given, ...(Object.fromEntries(more) as Properties) };
  }

  /** The answer of a look-up; `label` says which, e.g. `getTopic(name=alarms)`. */
  lookup(token: string, label: string, members: readonly Member[], args: Properties): Properties {
    const urn = `urn:pulumi:::::${token}::${label}`;
    const result: Properties = {};
    for (const { name, type } of members) {
      result[name] = args[name] ?? this.value(urn, token, label, name, type, 0);
    }
    return result;
  }

  private value(urn: string, type: string, name: string, property: string, of: Type, depth: number): unknown {
    switch (of.kind) {
      case "string":
        return this.string(urn, type, name, property);
      case "number":
        return this.number(urn, property);
      case "boolean":
        return false;
      case "literal":
        return of.value;
      case "map":
        return {};
      case "any":
        return this.string(urn, type, name, property);
      case "resource":
        return this.hiddenResource(urn, `${name}.${property}`, of);
      case "list": {
        const length = of.of.kind === "object" ? 1 : 3;
        return Array.from({ length }, (_, index) =>
          this.value(urn, type, name, `${property}[${index}]`, of.of, depth + 1),
        );
      }
      case "object": {
        if (depth >= MAX_DEPTH) return {};
        return Object.fromEntries(
          of
            .members()
            .map((member) => [
              member.name,
              this.value(urn, type, name, `${property}.${member.name}`, member.type, depth + 1),
            ]),
        );
      }
    }
  }

  private hiddenResource(owner: string, name: string, of: Extract<Type, { kind: "resource" }>): unknown {
    const { stack, project } = parseUrn(owner);
    const urn = makeUrn(stack, project, owner, of.token, name);
    const outputs = this.hidden.get(urn) ?? this.resource(urn, of.token, of.members(), {});
    this.hidden.set(urn, outputs);
    return resourceReference(urn, String(outputs.id));
  }

  private string(urn: string, type: string, name: string, property: string): string {
    const label = `\${${name}.${property}}`;
    if (/(^|[.\]])json$|Json$/.test(property)) return JSON.stringify({ reference: label });
    if (property !== "arn") return label;
    const arn = arnFor(type, `${name.replace(/[^\w-]+/g, "-")}-${hash(urn, property, 7)}`, this.place);
    this.references[arn] = { urn, property };
    return arn;
  }

  private number(urn: string, property: string): number {
    let number = FIRST_NUMBER + (parseInt(hash(urn, property, 12), 16) % 99_000_000);
    while (this.references[String(number)] !== undefined) number++;
    this.references[String(number)] = { urn, property };
    return number;
  }
}

/** An object of the program's own, not a mark for a secret or a resource. */
function isPlainObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isMarked(value);
}

/** Stable between stacks: the stack's own name, in the URN or as a word of the resource's name, is left out. */
function hash(urn: string, property: string, digits: number): string {
  const { stack, typeChain, name } = parseUrn(urn);
  const word = stack.replace(/[.]/g, "\\.");
  const masked =
    stack === "" ? name : name.replace(new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, "g"), "");
  return createHash("sha256").update([typeChain, masked, property].join("::")).digest("hex").slice(0, digits);
}
