import { escapeRegExp } from "../render/escapeRegExp";
import { parseUrn } from "../render/urn";
import type { Violation } from "../report/types";

/** A finding as a baseline keeps it: what it is about and what it says, without the values, which may move. */
export interface KnownFinding {
  policy: string;
  stack: string;
  /** Type and logical name of the resource; empty for the stack as a whole. */
  resource: string;
  /** The message with `…` for every value, so that it names the field and not what it is set to. */
  says: string;
}

export function toKnown(violation: Violation, stacks: readonly string[]): KnownFinding {
  const { policy, stack, urn, message } = violation;
  return { policy, stack, resource: showResource(urn), says: withoutValues(message, stacks) };
}

/** Two findings of one key are one, however often it is told and whatever its values are. */
export function keyOf({ policy, stack, resource, says }: KnownFinding): string {
  return JSON.stringify([policy, stack, resource, says]);
}

function showResource(urn: string): string {
  if (urn === "") return "";
  const { typeChain, name } = parseUrn(urn);
  return `${typeChain} ${name}`;
}

const VALUE = /"(?:[^"\\]|\\.)*"|\$\{[^}]*\}|\[[^\]]*\]|\{[^}]*\}|(?<![\p{L}\p{N}])-?\d[\d.]*/gu;
const VALUES = /…(?:(?:,| and| in)* …)*(?: more)?/g;

function withoutValues(message: string, stacks: readonly string[]): string {
  const names = stacks.map(escapeRegExp).join("|");
  const stackName = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${names})(?![\\p{L}\\p{N}_-])`, "gu");
  return message
    .replaceAll(VALUE, "…")
    .replaceAll(stackName, "…")
    .replaceAll(/(?<= in | is )(?:not set|nothing more)/g, "…")
    .replaceAll(VALUES, "…");
}
