import { isDeepStrictEqual } from "node:util";
import { hasUnknown, UNKNOWN } from "../../cloudwatch/unknown";
import { decode } from "../compare/decode";
import { escapeRegExp } from "../render/escapeRegExp";
import type { RenderedResource } from "../render/types";
import { mapTexts } from "./given";
import { isGenerated, Owners, type Owner } from "./owners";

const ARN = /arn:aws[\w-]*:[^\s"'\\,\]}]+/g;
const OWN_ARN = /^arn:aws[\w-]*:[^:]*:([a-z\d-]+):(\d{12}):/;

/** A stack's resources with what they are compared by, and what must be said of it. */
export interface Referenced {
  resources: RenderedResource[];
  notes: string[];
}

/**
 * Gives each resource the arguments by which it is compared: where they hold an ARN, an id or a name that AWS or a
 * provider made, the output that it is (`${api-lb.arnSuffix}`), since the value is another in every stack. Arguments
 * that propertyDependencies says to come from resources are looked up among these; others only where the text cannot
 * be a coincidence. The stack's own account and region read `${account}` and `${region}` in ARNs.
 * @param keep literal values that stay as they are: those under `elsewhere` in parity.yaml
 */
export function withReferences(
  resources: readonly RenderedResource[],
  keep: ReadonlySet<string> = new Set(),
): Referenced {
  const owners = new Owners(resources);
  const home = homeOf(resources);
  const notes: string[] = [];
  const compared = (resource: RenderedResource): RenderedResource => {
    const entries = Object.entries(resource.inputs).map(([property, value]): [string, unknown] => {
      const text = new ArgumentText(resource, property, owners, home, keep);
      const shown = mapTexts(value, (one) => text.show(one));
      if (text.unmapped) notes.push(noteOf(resource, property));
      return [property, shown];
    });
    const isSame = entries.every(([property, shown]) => isDeepStrictEqual(shown, resource.inputs[property]));
    return isSame ? resource : { ...resource, compared: Object.fromEntries(entries) };
  };
  return { resources: resources.map(compared), notes };
}

function noteOf({ name }: RenderedResource, property: string): string {
  return `${name}: ${property} holds a value that is no output of what it depends on; it was compared by that alone`;
}

/** Account and region that most of a stack's own ARNs have. */
interface Home {
  account?: string;
  region?: string;
}

function homeOf(resources: readonly RenderedResource[]): Home {
  const counts = new Map<string, number>();
  for (const { external, outputs } of resources) {
    const [, region, account] =
      (!external && typeof outputs.arn === "string" && OWN_ARN.exec(outputs.arn)) || [];
    if (region === undefined || account === undefined) continue;
    const key = `${region} ${account}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  const [region, account] = most?.[0].split(" ") ?? [];
  return { account, region };
}

/** The texts of one argument of one resource. */
class ArgumentText {
  private readonly sources: readonly string[];
  /** Whether a made-up value was found that could not be mapped. */
  unmapped = false;

  constructor(
    private readonly resource: RenderedResource,
    property: string,
    private readonly owners: Owners,
    private readonly home: Home,
    private readonly keep: ReadonlySet<string>,
  ) {
    this.sources = resource.propertyDependencies[property] ?? [];
  }

  show(text: string): string {
    if (text === "" || hasUnknown(text) || this.keep.has(text)) return text;
    const decoded = decode(text);
    if (decoded?.form === "base64") return Buffer.from(this.show(decoded.text)).toString("base64");
    const owner = this.owners.among(this.sources, text) ?? this.owners.anywhere(this.resource.urn, text);
    if (owner !== undefined) return reference(owner);
    const replaced = this.replaceWithin(text);
    if (replaced !== text || this.sources.length === 0) return this.withoutHome(replaced);
    return this.partOfOutput(text) ?? this.byDependency(text);
  }

  private replaceWithin(text: string): string {
    let shown = text;
    for (const [value, owner] of this.owners.within(this.sources)) {
      if (shown.includes(value)) shown = shown.replace(asWhole(value), () => reference(owner));
    }
    return shown.replace(ARN, (arn) => this.showArn(arn));
  }

  /** An ARN may go on behind a resource's: `${arn}:*` or `${arn}/prefix`. */
  private showArn(arn: string): string {
    if (this.keep.has(arn)) return arn;
    for (const end of ends(arn)) {
      const owner = this.owners.anywhere(this.resource.urn, arn.slice(0, end));
      if (owner !== undefined) return reference(owner) + arn.slice(end);
    }
    return arn;
  }

  /** What a program cut out of an output (`lb.arn.split("loadbalancer/")[1]`). */
  private partOfOutput(text: string): string | undefined {
    if (!isGenerated(text) || text.length < 8) return undefined;
    const whole = this.owners.within(this.sources).find(([value]) => value.includes(text));
    return whole === undefined ? undefined : `\${part of ${whole[1].name}.${whole[1].property}}`;
  }

  private byDependency(text: string): string {
    if (!isGenerated(text)) return text;
    this.unmapped = true;
    return UNKNOWN;
  }

  private withoutHome(text: string): string {
    const { account, region } = this.home;
    if (account === undefined || region === undefined || !text.includes("arn:")) return text;
    return text.replace(ARN, (arn) => {
      const parts = arn.split(":");
      if (this.keep.has(arn) || parts[4] !== account) return arn;
      parts[4] = "${account}";
      if (parts[3] === region) parts[3] = "${region}";
      return parts.join(":");
    });
  }
}

function reference({ name, property }: Owner): string {
  return `\${${name}.${property}}`;
}

function asWhole(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(value)}(?![\\p{L}\\p{N}])`, "gu");
}

/** Places where an ARN may end: its own, then each separator from the right. */
function ends(arn: string): number[] {
  const inner = [...arn.matchAll(/[:/]/g)].map(({ index }) => index);
  return [arn.length, ...inner.reverse()];
}
