// Loaded (`node -r`) into rendered Node programs and policy hosts, before Pulumi's own runner. It changes when
// things are loaded and how errors are printed, never what a program does.
import { readFileSync } from "node:fs";
import Module from "node:module";
import { fileURLToPath } from "node:url";
import util from "node:util";
import type { transformSync } from "esbuild";

/** Node's loader, as far as it is hooked here. */
interface Loader {
  _load: (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;
  _resolveFilename: (request: string, parent: unknown) => string;
  _extensions: Record<string, Compile | undefined>;
}
type Compile = (module: { _compile: (code: string, filename: string) => void }, filename: string) => void;

const loader = Module as unknown as Loader;
const TYPESCRIPT_EXTENSIONS = [".ts", ".cts", ".tsx"] as const;

/** The file that holds the program's TypeScript as JavaScript; undefined where the SDK itself loads it. */
const transpiled = process.env.ALARM_PARITY_TRANSPILED;
const esbuild = process.env.ALARM_PARITY_ESBUILD;
delete process.env.ALARM_PARITY_TRANSPILED;
delete process.env.ALARM_PARITY_ESBUILD;

// Colours make util.inspect loop for ever on the SDK's own frames (nodejs/node#64011).
const inspect = util.inspect;
util.inspect = Object.assign(
  (value: unknown, options?: unknown, ...rest: unknown[]) =>
    typeof options === "object" && options !== null
      ? inspect(value, { ...options, colors: false })
      : (inspect as (...args: unknown[]) => string)(value, options, ...rest),
  inspect,
) as typeof util.inspect;

// The SDK reads a frame only in the form `at name (file:line:column)`: a function without a name has no name there.
// What maps sources sets a stack of its own later, so its words are put into that form too.
type Prepare = (error: Error, frames: { toString: () => string }[]) => unknown;
const plain: Prepare = (error, frames) =>
  [String(error), ...frames.map((frame) => `    at ${frame.toString()}`)].join("\n");
const originals = new WeakMap<Prepare, Prepare>();
let prepare = readable(plain);
Object.defineProperty(Error, "prepareStackTrace", {
  configurable: true,
  get: () => prepare,
  set: (given: Prepare | undefined) => {
    prepare = readable(originals.get(given ?? plain) ?? given ?? plain);
  },
});

function readable(original: Prepare): Prepare {
  const made: Prepare = (error, frames) => {
    const stack = original(error, frames);
    return typeof stack === "string"
      ? stack.replace(/^(\s+at )(.+)$/gm, (_, at: string, frame: string) => at + namedFrame(frame))
      : stack;
  };
  originals.set(made, original);
  return made;
}

function namedFrame(frame: string): string {
  const named = frame.endsWith(")") ? frame : `<anonymous> (${frame.replace(/^async /, "")})`;
  return named.replace(
    /\((file:\/\/.+):(\d+):(\d+)\)$/,
    (_, url: string, line: string, column: string) =>
      `(${fileURLToPath(url)}:${authorsPlace(url, Number(line), Number(column))})`,
  );
}

/** An ES module's TypeScript is compiled in another thread, and only Node itself has its source map. */
function authorsPlace(url: string, line: number, column: number): string {
  const entry = Module.findSourceMap(url)?.findEntry(line - 1, column - 1);
  return entry !== undefined && "originalLine" in entry
    ? `${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `${line}:${column}`;
}

// What the SDK loads at start and rarely uses is two thirds of its start-up time.
const load = loader._load;
loader._load = function (request, parent, isMain) {
  const real = () => load.call(this, request, parent, isMain) as object;
  if (!/[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "")) return real();
  // Places are mapped by the checker where it transpiled the program (here it would cost a second a stack), or by Node.
  const maps = transpiled !== undefined || process.sourceMapsEnabled;
  if (maps && request === "source-map-support/register") return {};
  const version = () => versionOf(loader._resolveFilename(request, parent));
  if (/(^|[\\/])typescript(@[\d.]+[\\/]typescript\.js)?$/.test(request)) {
    return loadedOnFirstUse(real, { version: version() });
  }
  if (/(^|[\\/])ts-node(@[\d.]+)?$/.test(request)) {
    return loadedOnFirstUse(real, { VERSION: version(), register: registerOnFirstUse(real) });
  }
  return request === "@npmcli/arborist" ? loadedOnFirstUse(real, {}) : real();
};

/** A module that is loaded when something beside `known` is asked of it. */
function loadedOnFirstUse(real: () => object, known: Record<string, unknown>): object {
  return new Proxy(
    { __esModule: true, ...known },
    {
      get: (target, key) => (key in target ? Reflect.get(target, key) : Reflect.get(real(), key)) as unknown,
    },
  );
}

/** ts-node's `register`, which takes effect at the first TypeScript file. */
function registerOnFirstUse(real: () => object): (options: object) => object {
  return (options) => {
    let service: object | undefined;
    const register = () =>
      (service ??= (real() as { register: (options: object) => object }).register(options));
    const before = TYPESCRIPT_EXTENSIONS.map((extension) => loader._extensions[extension]);
    TYPESCRIPT_EXTENSIONS.forEach((extension) => {
      loader._extensions[extension] = (module, filename) => {
        TYPESCRIPT_EXTENSIONS.forEach((other, index) => {
          loader._extensions[other] = before[index];
          if (before[index] === undefined) Reflect.deleteProperty(loader._extensions, other);
        });
        register();
        loader._extensions[extension]?.(module, filename);
      };
    });
    // An ES module's loader asks the service for its hooks.
    return loadedOnFirstUse(register, {});
  };
}

/** The version of the package that `file` belongs to, from its name in a vendored folder or its package.json. */
function versionOf(file: string): string {
  const vendored = /@(\d+\.\d+\.\d+)[\\/]/.exec(file.split(/[\\/]vendor[\\/]/)[1] ?? "")?.[1];
  if (vendored !== undefined) return vendored;
  // The last node_modules: pnpm's packages lie in one below another.
  const manifest = file.replace(
    /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+[\\/]).*$/,
    "$1package.json",
  );
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

// The program's TypeScript, transpiled once for all its stacks; a file that only runs find, here.
if (transpiled !== undefined && esbuild !== undefined) {
  const sources = JSON.parse(readFileSync(transpiled, "utf8")) as Record<string, string | undefined>;
  for (const extension of TYPESCRIPT_EXTENSIONS) {
    loader._extensions[extension] = (module, filename) => {
      module._compile(sources[filename] ?? transpileHere(esbuild, filename), filename);
    };
  }
}

function transpileHere(path: string, filename: string): string {
  const { transformSync: transform } = load(path, undefined, false) as {
    transformSync: typeof transformSync;
  };
  const loaderName = filename.endsWith(".tsx") ? "tsx" : "ts";
  return transform(readFileSync(filename, "utf8"), { loader: loaderName, format: "cjs", target: "node20" })
    .code;
}
