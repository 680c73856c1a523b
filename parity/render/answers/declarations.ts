import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A type as a generated `.d.ts` writes it, read only as far as an answer needs. */
export type Type =
  | { kind: "string" | "number" | "boolean" | "any" }
  | { kind: "literal"; value: string | number | boolean }
  | { kind: "list"; of: Type }
  | { kind: "map" }
  | { kind: "object"; members: () => Member[] }
  | { kind: "resource"; token: string; members: () => Member[] };

/** Where a type is written: its package's folder, and what the file calls other packages (`pulumiAws` → `aws`). */
interface Scope {
  folder: string;
  packages: ReadonlyMap<string, string>;
}

const PACKAGE_IMPORT = /^import \* as (\w+) from "@pulumi\/([\w-]+)";/gm;

/** A property that is always there (its type has no `undefined`). */
export interface Member {
  name: string;
  type: Type;
}

/** Finds packages from the program's folder first, then from ours, so that a program's own version counts. */
export class Declarations {
  private readonly texts = new Map<string, string | undefined>();
  private readonly found = new Map<string, Member[] | undefined>();
  private readonly resolvers: NodeJS.Require[];

  constructor(programDir: string) {
    this.resolvers = [createRequire(join(programDir, "package.json")), createRequire(__filename)];
  }

  /** Outputs that the class of resource type `token` always has; undefined where its package is not installed. */
  resourceOutputs(token: string): Member[] | undefined {
    return this.cached(`class ${token}`, () => {
      const place = this.file(token);
      return place === undefined
        ? undefined
        : this.membersOf(place, /export declare class \w+ extends [\w.]+ \{/, true);
    });
  }

  /** What look-up `token` always answers; undefined where its package is not installed. */
  functionResult(token: string): Member[] | undefined {
    return this.cached(`function ${token}`, () => {
      const place = this.file(token);
      return place === undefined ? undefined : this.membersOf(place, /export interface \w+Result \{/, false);
    });
  }

  private cached(key: string, read: () => Member[] | undefined): Member[] | undefined {
    if (!this.found.has(key)) this.found.set(key, read());
    return this.found.get(key);
  }

  /** `aws:elb/loadBalancer:LoadBalancer` → the package's folder and `elb/loadBalancer.d.ts` in it. */
  private file(token: string): { folder: string; path: string } | undefined {
    const [pkg = "", module = "", member = ""] = token.split(":");
    const folder = this.packageFolder(pkg);
    if (folder === undefined) return undefined;
    const inModule = module.replace(/^index(\/|$)/, "");
    const camelCased = member.charAt(0).toLowerCase() + member.slice(1);
    // Kubernetes names an API group in full (`rbac.authorization.k8s.io/v1`), and its folder by the first word.
    const short = inModule.replace(/^([\w-]+)\.[\w.-]+\//, "$1/");
    const paths = [inModule, join(inModule, camelCased), join(short, camelCased), camelCased];
    const path = paths.map((name) => join(folder, `${name}.d.ts`)).find((candidate) => existsSync(candidate));
    return path === undefined ? undefined : { folder, path };
  }

  private packageFolder(pkg: string): string | undefined {
    for (const resolver of this.resolvers) {
      for (const name of [`@pulumi/${pkg}`, `@pulumiverse/${pkg}`, `pulumi-${pkg}`]) {
        try {
          return dirname(resolver.resolve(`${name}/package.json`));
        } catch {
          // Not installed under this name.
        }
      }
    }
    return undefined;
  }

  private text(path: string): string | undefined {
    if (!this.texts.has(path))
      this.texts.set(path, existsSync(path) ? readFileSync(path, "utf8") : undefined);
    return this.texts.get(path);
  }

  private membersOf(
    place: { folder: string; path: string },
    header: RegExp,
    wrapped: boolean,
  ): Member[] | undefined {
    const text = this.text(place.path);
    const match = text === undefined ? null : header.exec(text);
    if (text === undefined || match === null) return undefined;
    const scope = { folder: place.folder, packages: packagesIn(text) };
    return this.required(bodyAt(text, match.index + match[0].length), scope, wrapped);
  }

  /** Members of an interface `a.b.Name` of the package's types/output.d.ts. */
  private outputType(folder: string, path: string): Member[] {
    return this.cached(`type ${folder} ${path}`, () => this.readOutputType(folder, path)) ?? [];
  }

  private readOutputType(folder: string, path: string): Member[] {
    const names = path.split(".");
    const text = this.text(join(folder, "types", "output.d.ts")) ?? "";
    let from = 0;
    for (const namespace of names.slice(0, -1)) {
      from = text.indexOf(`namespace ${namespace} {`, from);
      if (from < 0) return [];
    }
    const header = `interface ${names.at(-1) ?? ""} {`;
    const start = text.indexOf(header, from);
    if (start < 0) return [];
    return this.required(bodyAt(text, start + header.length), { folder, packages: packagesIn(text) }, false);
  }

  private required(body: string, scope: Scope, wrapped: boolean): Member[] {
    const members: Member[] = [];
    for (const statement of statements(body)) {
      const match = /^(?:readonly )?(\w+): ([\s\S]+)$/.exec(statement);
      if (match === null) continue;
      const [, name = "", written = ""] = match;
      const output = /^(?:pulumi\.)?Output<([\s\S]+)>$/.exec(written);
      const type = output?.[1] ?? (wrapped ? undefined : written);
      if (type === undefined || alternatives(type).includes("undefined")) continue;
      members.push({ name, type: this.parse(type, scope) });
    }
    return members;
  }

  /** `pulumiAws.lb.LoadBalancer` → `aws:lb/loadBalancer:LoadBalancer`; undefined where it is no resource's class. */
  private resourceToken(written: string, { packages }: Scope): string | undefined {
    const [alias = "", ...path] = written.split(".");
    const pkg = packages.get(alias);
    const name = path.pop() ?? "";
    if (pkg === undefined || path.length === 0) return undefined;
    const module = [...path, name.charAt(0).toLowerCase() + name.slice(1)].join("/");
    const token = `${pkg}:${module}:${name}`;
    return this.file(token) === undefined ? undefined : token;
  }

  private parse(written: string, scope: Scope): Type {
    const text = written.trim();
    const options = alternatives(text);
    const first = options[0] ?? "";
    if (options.length > 1) return this.parse(first, scope);
    if (first.endsWith("[]")) return { kind: "list", of: this.parse(first.slice(0, -2), scope) };
    if (first.startsWith("(") && first.endsWith(")")) return this.parse(first.slice(1, -1), scope);
    if (first === "string" || first === "number" || first === "boolean") return { kind: first };
    if (/^"(.*)"$/.test(first)) return { kind: "literal", value: first.slice(1, -1) };
    if (first.startsWith("{")) return { kind: "map" };
    const nested = /^outputs\.([\w.]+)$/.exec(first)?.[1];
    if (nested !== undefined) return { kind: "object", members: () => this.outputType(scope.folder, nested) };
    const token = this.resourceToken(first, scope);
    if (token !== undefined) {
      return { kind: "resource", token, members: () => this.resourceOutputs(token) ?? [] };
    }
    return /^(enums\.)?[\w.]+$/.test(first) && first !== "any" ? { kind: "string" } : { kind: "any" };
  }
}

function packagesIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(PACKAGE_IMPORT)].map(([, alias = "", name = ""]) => [alias, name]));
}

/** The text up to the brace that closes the body which begins at `start`. */
function bodyAt(text: string, start: number): string {
  let depth = 1;
  let at = start;
  while (at < text.length && depth > 0) {
    const comment = text.startsWith("/*", at) ? text.indexOf("*/", at) : -1;
    if (comment >= 0) {
      at = comment + 2;
      continue;
    }
    const char = text[at];
    if (char === "{") depth++;
    if (char === "}") depth--;
    at++;
  }
  return text.slice(start, at - 1).replace(/\/\*[\s\S]*?\*\//g, "");
}

/** The statements of a body, split at the semicolons that are not inside braces. */
function statements(body: string): string[] {
  return splitAtDepthZero(body, ";");
}

/** The alternatives of a union. */
function alternatives(type: string): string[] {
  return splitAtDepthZero(type, "|");
}

function splitAtDepthZero(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const char of text) {
    if ("{<([".includes(char)) depth++;
    if ("}>)]".includes(char)) depth--;
    if (char === separator && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else {
      part += char;
    }
  }
  parts.push(part.trim());
  return parts.filter((item) => item !== "");
}
