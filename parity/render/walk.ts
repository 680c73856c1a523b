/** Copies plain JSON; `visit` may replace each value, told by its dotted path (`tags.token`, `list[0]`). */
export function walk(value: unknown, visit: (path: string, value: unknown) => unknown, path = ""): unknown {
  const seen = visit(path, value);
  if (Array.isArray(seen)) return seen.map((item, index) => walk(item, visit, `${path}[${index}]`));
  if (typeof seen !== "object" || seen === null) return seen;
  return Object.fromEntries(
    Object.entries(seen).map(([key, item]) => [key, walk(item, visit, path === "" ? key : `${path}.${key}`)]),
  );
}
