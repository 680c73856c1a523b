import { identityOf, sameIdentity } from "./compare/identity";
import type { HostAnswer, PolicyHost } from "./host/types";
import { remediateRender, remediates } from "./remediate";
import { showReferences } from "./render/references";
import type { ProjectRenders, Rendered, RenderedResource, SourcePosition } from "./render/types";
import { parseUrn } from "./render/urn";
import { secretHider } from "./report/secrets";
import type { UncheckedItem, Violation } from "./report/types";

/** What a policy pack says of a project's stacks. */
export interface Judgement {
  violations: Violation[];
  unchecked: UncheckedItem[];
}

/** The shapes that are judged; `update` second, since its message is the one that is shown. */
type JudgedShape = "preview" | "update";

/** One thing that one shape of one stack shows. */
interface Heard extends Violation {
  seenIn: JudgedShape;
}

/** First line of a "not applicable" with which our pack lists what it could not judge: `<urn>\t<reason>` a line. */
const UNCHECKED = "unchecked:";

/** Between a message and what to type, in our pack's messages. */
const FIX = "\nFix: ";

/**
 * Hands each stack in both shapes to the pack, as the engine does: every resource to Remediate where a policy's level
 * says so, what comes of it to Analyze, then all of them to AnalyzeStack. Shapes that could not be rendered are left out. A finding of both shapes is told once, in the words of
 * the update; one of a single shape carries it.
 * @param stacks whose findings are wanted; default all. The others still serve as siblings.
 * @throws InputError where the pack breaks
 */
export async function judge(
  host: PolicyHost,
  renders: ProjectRenders,
  stacks: readonly string[] = renders.stacks.map(({ stack }) => stack),
): Promise<Judgement> {
  const heard: Heard[] = [];
  const unchecked = new Map<string, UncheckedItem>();
  const hide = secretHider(renders);
  for (const { stack, preview, update } of renders.stacks.filter((one) => stacks.includes(one.stack))) {
    const shapes = [["preview", preview] as const, ["update", update] as const];
    for (const [seenIn, render] of renders.from === undefined ? shapes : shapes.slice(1)) {
      if (!render.ok) continue;
      await host.configureStack(stack, render.shape === "preview");
      for (const { about, answer } of await ask(host, render)) {
        for (const item of uncheckedItems(answer, stack)) {
          const shown = { ...item, reason: hide(showReferences(item.reason, render), item.urn) };
          unchecked.set(JSON.stringify(shown), shown);
        }
        for (const diagnostic of answer.diagnostics) {
          const urn = diagnostic.urn === "" ? about : diagnostic.urn;
          const [message = "", ...fix] = hide(showReferences(diagnostic.message, render), urn).split(FIX);
          heard.push({
            ...{ policy: diagnostic.policy, level: diagnostic.level, stack, urn, seenIn },
            resource: urn === "" ? "" : parseUrn(urn).name,
            message,
            fix: fix.length === 0 ? undefined : fix.join(FIX),
            source: urn === "" ? undefined : findSource(urn, stack, renders),
          });
        }
      }
    }
  }
  return { violations: mergeShapes(heard, renders.from === undefined), unchecked: [...unchecked.values()] };
}

/** Resources that the pack is asked about at once. */
const AT_ONCE = 100;

/** All answers on one stack; `about` is the URN of the resource asked about, empty for the stack. */
async function ask(host: PolicyHost, given: Rendered): Promise<{ about: string; answer: HostAnswer }[]> {
  const { render, diagnostics } = remediates(host)
    ? await remediateRender(host, given)
    : { render: given, diagnostics: [] };
  const byUrn = new Map(render.resources.map((resource) => [resource.urn, resource]));
  const provider = ({ provider: urn }: RenderedResource) => (urn === undefined ? undefined : byUrn.get(urn));
  // What a program only reads is nobody's goal: the engine hands it to AnalyzeStack alone.
  const own = render.resources.filter(({ external }) => !external);
  const answers: { about: string; answer: HostAnswer }[] = [];
  // The time limit is that of one call, so not all of a large stack may wait for the pack at once.
  for (let next = 0; next < own.length; next += AT_ONCE) {
    const asked = own.slice(next, next + AT_ONCE).map(async (resource) => ({
      about: resource.urn,
      answer: await host.analyze(resource, provider(resource)),
    }));
    answers.push(...(await Promise.all(asked)));
  }
  const inStack = { about: "", answer: await host.analyzeStack(render.resources) };
  return [{ about: "", answer: { diagnostics, notApplicable: [] } }, ...answers, inStack];
}

function uncheckedItems(answer: HostAnswer, stack: string): UncheckedItem[] {
  return answer.notApplicable.flatMap(({ policy, reason }) => {
    const [first, ...lines] = reason.split("\n");
    if (first !== UNCHECKED) return [];
    return lines
      .filter((line) => line !== "")
      .map((line) => {
        const [urn = "", ...words] = line.split("\t");
        return { policy, stack, urn, reason: words.join("\t") };
      });
  });
}

/** @param both whether each stack has both shapes, so that a finding of one alone is worth telling */
function mergeShapes(heard: readonly Heard[], both: boolean): Violation[] {
  const groups = new Map<string, Heard[]>();
  for (const one of heard) {
    const key = JSON.stringify([one.policy, one.stack, one.urn]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const inUpdate = group.filter(({ seenIn }) => seenIn === "update");
    const told = inUpdate.length === 0 ? group : inUpdate;
    const isInBoth = !both || told.length < group.length;
    const unique = new Map(told.map((one) => [JSON.stringify([one.message, one.fix]), one]));
    return [...unique.values()].map(({ seenIn, policy, level, ...rest }) =>
      isInBoth ? { policy, level, ...rest } : { policy, level, shape: seenIn, ...rest },
    );
  });
}

/** Where the resource is made; for one that this stack has not, where a sibling makes it. */
function findSource(urn: string, stack: string, renders: ProjectRenders): SourcePosition | undefined {
  const identity = identityOf(urn);
  const own = renders.stacks.filter((one) => one.stack === stack);
  for (const one of [...own, ...renders.stacks]) {
    for (const render of [one.update, one.preview]) {
      if (!render.ok) continue;
      const found = render.resources.find((resource) =>
        one.stack === stack
          ? resource.urn === urn
          : sameIdentity(identityOf(resource.urn), one.stack, identity, stack),
      );
      if (found !== undefined) return found.row ?? found.source;
    }
  }
  return undefined;
}
