import { noOptions } from "../render/options";
import { hasUnknown } from "../../cloudwatch/unknown";
import type { Rendered, RenderedResource, StackRenders } from "../render/types";
import { comparing, dependencyPath, isAlarmField, isDependency, rootOf } from "./alarmFields";
import { FILLED_IN } from "./filledIn";
import { identityOf, showIdentity } from "./identity";
import { alarmItems, type Item } from "./item";
import { sameButLookedUp } from "./lookedUp";
import { bareSide, sameValue } from "./value";
import { showItem, showValue } from "./words";

/** A resource as a running engine shows it to a policy pack. */
export interface EngineResource {
  urn: string;
  type: string;
  name: string;
  props: Record<string, unknown>;
  propertyDependencies: Record<string, readonly string[]>;
}

/**
 * Holds the alarms that an engine shows against our own renders of the same stack: a program that behaves otherwise
 * there (an environment variable, a look-up, the clock) must be caught, not believed. An alarm passes that is as in any
 * of the renders. Left out of it: what is unknown, what the provider fills in, what the alarm ignores changes of. A
 * field that depends on resources is compared by these, since its value differs by nature.
 */
export function notWhatWasRendered(
  engine: readonly EngineResource[],
  { stack, preview, update, previewKnown }: StackRenders,
): { urn: string; message: string; fix: string }[] {
  const renders = [update, preview, previewKnown].filter((render) => render?.ok === true);
  const [main] = renders;
  if (main === undefined) return [];
  const external = new Set(
    renders.flatMap(({ resources }) =>
      resources.filter((resource) => resource.external).map(({ urn }) => urn),
    ),
  );
  const shown = byIdentity(
    asRendered(
      engine.filter(({ urn }) => !external.has(urn)),
      main,
    ),
  );
  const known = new Set(engine.map(({ urn }) => showIdentity(identityOf(urn))));
  const rendered = renders.map(byIdentity);
  const transformed = new Set(
    renders.flatMap(({ resources }) => resources.filter((one) => one.transformed).map(({ urn }) => urn)),
  );

  const fix =
    "make the program depend on its configuration alone, so that what is reviewed is what is deployed";
  const all = new Set([...shown.keys(), ...rendered.flatMap((items) => [...items.keys()])]);
  return [...all].flatMap((key) => {
    const is = shown.get(key);
    const candidates = rendered.map((items) => items.get(key));
    const one = is ?? candidates.find((candidate) => candidate !== undefined);
    if (one === undefined) return [];
    const name = showItem(one, one.identity.name);
    const tell = (what: string) => [{ urn: one.urn, message: `${name} ${what}`, fix }];
    const found = candidates.filter((candidate) => candidate !== undefined);
    if (is === undefined) {
      return found.length < candidates.length
        ? []
        : tell(`is in our render of ${stack} and not in what is being deployed`);
    }
    if (found.length === 0)
      return tell(`is being deployed to ${stack} and not in our render of the same program`);
    const differences = found.map((candidate) => engineDifferences(is, candidate, known, transformed));
    if (differences.some((list) => list.length === 0)) return [];
    return (differences[0] ?? []).flatMap((what) =>
      tell(`is not what our render of ${stack} shows: ${what}`),
    );
  });
}

function engineDifferences(
  engine: Item,
  render: Item,
  known: ReadonlySet<string>,
  transformed: ReadonlySet<string>,
): string[] {
  const unknown = [...engine.fields, ...render.fields].filter(([, value]) => hasUnknown(value));
  const ignored = render.fields.get("ignoreChanges");
  const skipped = new Set([
    ...unknown.map(([path]) => rootOf(path)),
    ...(Array.isArray(ignored) ? ignored.map((path) => rootOf(String(path).replace(/\[.*/, ""))) : []),
    "ignoreChanges",
    "provider",
  ]);
  const paths = [...new Set([...engine.fields.keys(), ...render.fields.keys()])];
  const concealed = concealedFields(engine, render);
  const told = paths.flatMap((path) => {
    const root = rootOf(path);
    const [is, was] = [engine.fields.get(path), render.fields.get(path)];
    if (isDependency(path)) {
      const isForgotten = is === undefined && transformed.has(engine.urn);
      return isForgotten || sameDependencies(is, was, known) ? [] : [differs(path, is, was)];
    }
    const depends = engine.fields.has(dependencyPath(root)) || render.fields.has(dependencyPath(root));
    if (skipped.has(root) || depends || (was === undefined && mayBeFilledIn(root, is))) return [];
    const side = bareSide(render.stack);
    if (sameValue(is, side, was, side, comparing(path, [is, was])) || sameButLookedUp(is, was)) return [];
    const hidden = engine.hides(path) || render.hides(path);
    return [differs(path, is, was, hidden)];
  });
  return [...concealed, ...told];
}

/** What the engine does not know although the render has a literal for it, which depends on nothing. */
function concealedFields(engine: Item, render: Item): string[] {
  const open = [...engine.fields].filter(([path, value]) => hasUnknown(value) && !isDependency(path));
  return [...new Set(open.map(([path]) => rootOf(path)))].flatMap((root) => {
    if ([engine, render].some(({ fields }) => fields.has(dependencyPath(root)))) return [];
    const own = [...render.fields].filter(([path]) => rootOf(path) === root && !isDependency(path));
    const isLiteral =
      own.length > 0 && own.every(([, value]) => !/\$\{/.test(JSON.stringify(value)) && !hasUnknown(value));
    if (!isLiteral) return [];
    const [path = root, value] = own.length === 1 ? (own[0] ?? []) : [];
    const shown = own.length === 1 ? showValue(value, render.hides(path)) : "a literal";
    return [`${path} is known only after deploying there and ${shown} in the render`];
  });
}

function differs(path: string, is: unknown, was: unknown, hidden = false): string {
  return `${path} is ${showValue(is, hidden)} there and ${showValue(was, hidden)} in the render`;
}

function mayBeFilledIn(root: string, value: unknown): boolean {
  // A name that is left out is made of the logical one.
  if (!isAlarmField(root) || root === "name") return true;
  return FILLED_IN.has(root) && (FILLED_IN.get(root) === undefined || FILLED_IN.get(root) === value);
}

/** The engine leaves out dependencies on resources that it does not show. */
function sameDependencies(is: unknown, was: unknown, known: ReadonlySet<string>): boolean {
  const of = (list: unknown): Set<string> =>
    new Set(Array.isArray(list) ? list.map(String).filter((identity) => known.has(identity)) : []);
  const [left, right] = [of(is), of(was)];
  return left.size === right.size && [...left].every((identity) => right.has(identity));
}

function byIdentity(rendered: Rendered): Map<string, Item> {
  return new Map(alarmItems(rendered).map((item) => [showIdentity(item.identity), item]));
}

/** The engine's resources in the form of a render, so that alarms are read from both in one way. */
function asRendered(engine: readonly EngineResource[], main: Rendered): Rendered {
  const own = new Map(main.resources.map((resource) => [resource.urn, resource]));
  return {
    ...main,
    resources: engine.map(({ urn, type, name, props, propertyDependencies }): RenderedResource => {
      const dependencies = Object.entries(propertyDependencies).map(([key, urns]): [string, string[]] => [
        key,
        [...urns],
      ]);
      return {
        urn,
        type,
        name,
        custom: true,
        external: false,
        inputs: props,
        outputs: props,
        propertyDependencies: Object.fromEntries(dependencies),
        dependencies: [],
        options: noOptions(),
        secrets: own.get(urn)?.secrets ?? [],
      };
    }),
  };
}
