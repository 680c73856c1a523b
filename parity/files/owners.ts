import { isUnknown } from "../../cloudwatch/unknown";
import type { RenderedResource } from "../render/types";

/** An output that a value is. */
export interface Owner {
  urn: string;
  name: string;
  property: string;
}

/** Outputs that identify a resource; any other may hold anything. */
const IDENTIFIES = /^(id|arn|arnSuffix|name|url|dnsName|bucket)$|(Id|Arn|Name|Identifier|Url|Uri)$/;

/** Which output a value is said to be, where several are the same. */
const ORDER = ["arn", "arnSuffix", "dnsName", "name", "bucket", "id"];

/** Shorter texts are not told from words that happen to be the same. */
const SHORTEST_NAMED = 3;
const SHORTEST = 8;

/** Seven hexadecimal digits or more, an account or an ARN: made by a provider or by AWS, not typed. */
const GENERATED = /^arn:|(?<![\p{L}\p{N}])(?=[0-9a-f]*\d)[0-9a-f]{7,}(?![\p{L}\p{N}])/u;

export function isGenerated(text: string): boolean {
  return GENERATED.test(text);
}

/** Whose outputs the texts of a stack's arguments are. */
export class Owners {
  private readonly byUrn: ReadonlyMap<string, readonly [string, Owner][]>;
  private readonly generated = new Map<string, Owner>();

  constructor(resources: readonly RenderedResource[]) {
    // What another stack or team owns has another value in each stack for a reason of its own.
    const own = resources.filter(
      ({ external, custom, type }) => !external && custom && !/^pulumi:/.test(type),
    );
    this.byUrn = new Map(own.map((resource) => [resource.urn, outputsOf(resource)]));
    for (const { urn, inputs } of own) {
      for (const [value, owner] of this.byUrn.get(urn) ?? []) {
        // What the program gave it (a VPC's id, the ARN of AWS's own policy) it only repeats.
        if (inputs[owner.property] === value) continue;
        if (value.length < SHORTEST || !isGenerated(value) || this.generated.has(value)) continue;
        this.generated.set(value, owner);
      }
    }
  }

  /** The output of one of `urns` that `text` is, whatever it looks like. */
  among(urns: readonly string[], text: string): Owner | undefined {
    if (text.length < SHORTEST_NAMED) return undefined;
    return this.outputsAmong(urns).find(([value]) => value === text)?.[1];
  }

  /** The output of any resource but `urn` that `text` is; only for a text that cannot be a coincidence. */
  anywhere(urn: string, text: string): Owner | undefined {
    const owner = this.generated.get(text);
    return owner?.urn === urn ? undefined : owner;
  }

  /** Outputs of `urns` that may stand within a text, the longest first. */
  within(urns: readonly string[]): (readonly [string, Owner])[] {
    return this.outputsAmong(urns)
      .filter(([value]) => value.length >= SHORTEST)
      .sort(([a], [b]) => b.length - a.length);
  }

  private outputsAmong(urns: readonly string[]): (readonly [string, Owner])[] {
    return urns.flatMap((urn) => this.byUrn.get(urn) ?? []);
  }
}

/** What is an argument and comes from another resource (`loadBalancerArn` of a listener) is that one's. */
function outputsOf(resource: RenderedResource): [string, Owner][] {
  const { urn, name, outputs, propertyDependencies } = resource;
  return Object.entries(outputs)
    .filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === "string" &&
        !isUnknown(entry[1]) &&
        IDENTIFIES.test(entry[0]) &&
        propertyDependencies[entry[0]] === undefined,
    )
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([property, value]) => [value, { urn, name, property }]);
}

function rank(property: string): number {
  const place = ORDER.indexOf(property);
  return place < 0 ? ORDER.length : place;
}
