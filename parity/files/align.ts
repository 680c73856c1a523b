import { hasUnknown, isUnknown, UNKNOWN } from "../../cloudwatch/unknown";
import { identityOf, showIdentity } from "../compare/identity";
import { withOwnName } from "../compare/stackName";
import { isRecord } from "../../cloudwatch/record";
import { comparedInputs, type Rendered, type RenderedResource } from "../render/types";

/**
 * What one stack does not know (it is previewed before its first deployment) or what is no output of its dependency is
 * compared by what it depends on, so it is made unknown in the other stacks too.
 */
export function alignUnknowns(stacks: readonly Rendered[]): Rendered[] {
  const rows = new Map<string, RenderedResource[]>();
  for (const { stack, resources } of stacks) {
    for (const resource of resources) {
      const key = withOwnName(showIdentity(identityOf(resource.urn)), stack);
      rows.set(key, [...(rows.get(key) ?? []), resource]);
    }
  }
  const aligned = new Map([...rows.values()].flatMap(alignRow).map((resource) => [resource.urn, resource]));
  return stacks.map((stack) => ({
    ...stack,
    resources: stack.resources.map((resource) => aligned.get(resource.urn) ?? resource),
  }));
}

function alignRow(row: RenderedResource[]): RenderedResource[] {
  if (!row.some((resource) => hasUnknown(comparedInputs(resource)))) return [];
  const inputs = row.map(comparedInputs);
  const properties = new Set(inputs.flatMap(Object.keys));
  for (const property of properties) {
    // A literal is known in every preview.
    if (!row.every(({ propertyDependencies }) => propertyDependencies[property] !== undefined)) continue;
    const values = align(inputs.map((one) => one[property]));
    values.forEach((value, index) => {
      inputs[index] = { ...inputs[index], [property]: value };
    });
  }
  return row.map((resource, index) => ({ ...resource, compared: inputs[index] }));
}

function align(values: readonly unknown[]): readonly unknown[] {
  if (values.some(isUnknown)) return values.map((value) => (value === undefined ? undefined : UNKNOWN));
  const [first] = values;
  if (Array.isArray(first)) return alignLists(values, first.length);
  if (!values.every(isRecord)) return values;
  const keys = [...new Set(values.flatMap(Object.keys))].filter((key) =>
    values.every((value) => key in value),
  );
  const columns = keys.map((key): [string, readonly unknown[]] => [
    key,
    align(values.map((value) => value[key])),
  ]);
  return values.map((value, index) => ({
    ...value,
    ...Object.fromEntries(columns.map(([key, column]) => [key, column[index]])),
  }));
}

function alignLists(values: readonly unknown[], length: number): readonly unknown[] {
  const lists = values.filter((value): value is unknown[] => Array.isArray(value) && value.length === length);
  if (lists.length < values.length) return values;
  const columns = Array.from({ length }, (_, place) => align(lists.map((list) => list[place])));
  return lists.map((_, index) => columns.map((column) => column[index]));
}
