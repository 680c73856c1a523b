import { comparing, withoutEchoes } from "./alarmFields";
import { sameIdentity, showIdentity } from "./identity";
import type { Item } from "./item";
import { allSame, locate, type Same } from "./locate";
import { withOwnName } from "./stackName";
import { bareSide, sameValue, type Side } from "./value";

/** The same alarm or resource across stacks. */
export interface Row {
  items: ReadonlyMap<string, Item>;
  /** The item of the first stack that has it, which stands for the row where one must. */
  first: Item;
  /** Logical name, with the parents' names before it where two would be the same. */
  name: string;
}

/** A field that is not the same in all stacks of a row. */
export interface Difference {
  path: string;
  values: ReadonlyMap<string, unknown>;
  same: (stack: string, other: string) => boolean;
}

/** Puts the items of all stacks side by side, in the order of the first stack that has each. */
export function groupRows(items: readonly Item[]): Row[] {
  const stacks = new Set(items.map(({ stack }) => stack));
  const exact = new Map<string, Map<string, Item>>();
  for (const item of items) {
    const key = showIdentity(item.identity);
    const row = exact.get(key) ?? new Map<string, Item>();
    exact.set(key, row.set(item.stack, item));
  }
  return withNames(mergeRenamed([...exact.values()], stacks.size));
}

/** Joins rows whose names differ by the stacks' own names alone. */
function mergeRenamed(rows: readonly Map<string, Item>[], stacks: number): Map<string, Item>[] {
  const merged: Map<string, Item>[] = [];
  // Rows that read the same with each own name masked are the same, which spares most of the comparing.
  const masked = new Map<string, Map<string, Item>>();
  for (const row of rows) {
    const key = maskedIdentity(row);
    const likely = masked.get(key);
    const candidates = likely === undefined ? merged : [likely, ...merged];
    const partner = row.size === stacks ? undefined : candidates.find((other) => areOne(other, row));
    if (partner === undefined) {
      const own = new Map(row);
      merged.push(own);
      masked.set(key, own);
    } else {
      for (const [stack, item] of row) partner.set(stack, item);
    }
  }
  return merged;
}

function maskedIdentity(row: ReadonlyMap<string, Item>): string {
  const [item] = row.values();
  return item === undefined ? "" : withOwnName(showIdentity(item.identity), item.stack);
}

function areOne(a: ReadonlyMap<string, Item>, b: ReadonlyMap<string, Item>): boolean {
  return [...a.values()].every((item) =>
    [...b.values()].every(
      (other) =>
        item.stack !== other.stack && sameIdentity(item.identity, item.stack, other.identity, other.stack),
    ),
  );
}

/**
 * The fields in which any two stacks of the row differ, as deep as the difference lies. A dependency is told only where
 * the value itself is the same.
 */
export function differences(row: Row, sides: ReadonlyMap<string, Side>): Difference[] {
  const items = [...row.items.values()];
  const paths = [...new Set(items.flatMap(({ fields }) => [...fields.keys()]))];
  return withoutEchoes(paths.flatMap((path) => differencesAt(path, items, sides)));
}

function differencesAt(path: string, items: readonly Item[], sides: ReadonlyMap<string, Side>): Difference[] {
  const values = new Map(items.map((item) => [item.stack, comparable(item, path)]));
  const how = comparing(path, [...values.values()]);
  const same: Same = (a, stack, b, other) => sameValue(a, sideOf(sides, stack), b, sideOf(sides, other), how);
  const whole = { path, values };
  const places = how.set !== true ? locate(whole, same) : allSame(values, same) ? [] : [whole];
  return places.map((place) => ({
    ...place,
    same: (stack, other) => same(place.values.get(stack), stack, place.values.get(other), other),
  }));
}

/** Each stack has secrets of its own: of a resource's only whether they are there is compared. An alarm has none to keep. */
function comparable({ kind, fields, hides }: Item, path: string): unknown {
  const value = fields.get(path);
  return kind === "resource" && value !== undefined && hides(path) ? "[secret]" : value;
}

function sideOf(sides: ReadonlyMap<string, Side>, stack: string): Side {
  return sides.get(stack) ?? bareSide(stack);
}

function withNames(rows: readonly ReadonlyMap<string, Item>[]): Row[] {
  const named = rows.flatMap((items) => {
    const [first] = items.values();
    return first === undefined ? [] : [{ items, first }];
  });
  const forms: ((item: Item) => string)[] = [
    ({ identity }) => identity.name,
    ({ identity, parents }) => [...parents, identity.name].join("/"),
    ({ identity, parents, type }) => `${type} ${[...parents, identity.name].join("/")}`,
    ({ identity }) => showIdentity(identity),
  ];
  let left = named.map((row) => ({ ...row, name: "" }));
  const done = new Map<Item, string>();
  for (const form of forms) {
    const shown = left.map((row) => ({ ...row, name: rowName(row.items, form) }));
    const names = shown.map(({ name }) => name);
    for (const row of shown) {
      if (names.indexOf(row.name) === names.lastIndexOf(row.name)) done.set(row.first, row.name);
    }
    left = shown.filter(({ first }) => !done.has(first));
  }
  return named.map((row) => ({ ...row, name: done.get(row.first) ?? showIdentity(row.first.identity) }));
}

/** One name for all stacks: where it holds each stack's own name, that is shown as `<stack>`. */
function rowName(items: ReadonlyMap<string, Item>, form: (item: Item) => string): string {
  const all = [...items.values()];
  const names = new Set(all.map(form));
  const [first] = all;
  if (first === undefined) return "";
  return names.size === 1 ? form(first) : withOwnName(form(first), first.stack);
}
