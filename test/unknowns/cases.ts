import { UNKNOWN } from "../../cloudwatch/unknown";
import { isRecord } from "../../cloudwatch/record";
import type { ProjectRenders } from "../../parity/render/types";
import { compliant, compliantRenders, edits, Later, PROJECT, type Edit } from "../support/compliant";
import type { Says, UnknownRow } from "./row";

/** What the pack is given. */
export interface Given {
  /** What it renders; undefined: it has no render. */
  renders?: ProjectRenders;
  deployed: ProjectRenders;
}

/** One row in one of its ways. */
export interface Case {
  title: string;
  says: Says;
  isRendered: boolean;
  given: () => Given;
}

/** A resource of every stack that no field of the table could mean. */
const SOMETHING = "topics-key";

/** The ways in which a row's field is unknown. */
export function casesOf(row: UnknownRow): Case[] {
  const { nothing, named, other, shown, leftOut, onlyThere } = row;
  const cases: Case[] = [];
  const alone = (from: string, says: Says, value: unknown): void => {
    const given = (): Given => ({ deployed: previewOf(editOf(row, value)) });
    cases.push({ title: `from ${from}, without a render`, says, isRendered: false, given });
  };
  if (nothing !== undefined) alone("nothing", nothing, UNKNOWN);
  for (const [on, says] of [named, other].filter((one) => one !== undefined))
    alone(on, says, new Later([on], () => UNKNOWN));
  if (shown !== undefined) {
    const [value, says] = shown;
    const title = `${JSON.stringify(value).slice(0, 60)} in the update render`;
    const edit = editOf(row, new Later([named?.[0] ?? SOMETHING], () => value));
    cases.push({ title, says, isRendered: true, given: () => rendered(edit) });
  }
  if (leftOut !== undefined) {
    const given = (): Given => ({
      ...rendered(editOf(row, undefined)),
      deployed: previewOf(editOf(row, UNKNOWN)),
    });
    cases.push({ title: "left out", says: leftOut, isRendered: true, given });
  }
  if (onlyThere !== undefined) {
    const given = (): Given => ({ ...allKnown(row, true), deployed: previewOf(editOf(row, UNKNOWN)) });
    cases.push({
      title: "from nothing, where the render knows it",
      says: onlyThere,
      isRendered: true,
      given,
    });
  }
  return cases;
}

/** The same stack with nothing unknown in it. */
export function allKnown(row: UnknownRow, isRendered: boolean): Given {
  const edit = stackOf(row);
  return isRendered ? rendered(edit) : { deployed: previewOf(edit) };
}

/** The stack's own renders are what is judged; ci, which has no subscriptions, is left as it is. */
function rendered(edit: Edit): Required<Given> {
  const renders = compliantRenders(edit, ["staging", "production"]);
  return { renders, deployed: renders };
}

/** The half of the compliant stack that the row is about, for speed: the application service or the classic one. */
function stackOf({ stack, of, on = of }: UnknownRow): Edit {
  const other = on.startsWith("api") ? "elk-broker" : "api";
  return (specs, name) => {
    for (const one of Object.keys(specs)) if (one.startsWith(other)) Reflect.deleteProperty(specs, one);
    stack?.(specs, name);
  };
}

/** A run of the engine: one stack, in one shape. */
function previewOf(edit: Edit | undefined): ProjectRenders {
  const stack = "production";
  const update = { ok: false, stack, shape: "update", error: "not deployed yet" } as const;
  return {
    project: PROJECT,
    dir: "/project",
    stacks: [{ stack, preview: compliant("preview", stack, edit), update }],
  };
}

function editOf(row: UnknownRow, value: unknown): Edit {
  const { of, field } = row;
  const set: Edit = (specs) => {
    const spec = specs[of];
    if (spec === undefined) throw new Error(`the stack has no resource "${of}"`);
    const path = field.split(/[.[\]]+/).filter((key) => key !== "");
    spec.inputs = withValue(spec.inputs, path, value) as typeof spec.inputs;
  };
  return edits(stackOf(row), set);
}

/** A copy of `target` with `value` at `path`; a number is an element of a list. */
function withValue(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(target) || (target === undefined && /^\d+$/.test(key))) {
    const list: unknown[] = Array.isArray(target) ? [...(target as unknown[])] : [];
    list[Number(key)] = withValue(list[Number(key)], rest, value);
    return list;
  }
  const record = isRecord(target) ? target : {};
  const inner = withValue(record[key], rest, value);
  const others = Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
  return inner === undefined ? others : { ...others, [key]: inner };
}
