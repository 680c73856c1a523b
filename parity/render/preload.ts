// Loaded (`node -r`) into every rendered Node program, before Pulumi's own runner.
import { readFileSync } from "node:fs";
import Module from "node:module";
import util from "node:util";

/** Node's loader, as far as it is hooked here. */
interface Loader {
  _load: (request: string, parent: { filename?: string } | undefined, isMain: boolean) => unknown;
  _extensions: Record<string, (module: Compiling, filename: string) => void>;
}
interface Compiling {
  _compile: (code: string, filename: string) => void;
}

const loader = Module as unknown as Loader;

/** The file that holds the program's TypeScript as JavaScript; undefined where the SDK itself loads it. */
const transpiled = process.env.ALARM_PARITY_TRANSPILED;

// Colours make util.inspect loop for ever on the SDK's own frames (nodejs/node#64011).
const inspect = util.inspect;
util.inspect = Object.assign(
  (value: unknown, options?: unknown, ...rest: unknown[]) =>
    typeof options === "object" && options !== null
      ? inspect(value, { ...options, colors: false })
      : (inspect as (...args: unknown[]) => string)(value, options, ...rest),
  inspect,
) as typeof util.inspect;

// The SDK loads these two only to serialise functions, and they are a third of its start-up time.
const load = loader._load;
loader._load = function (request, parent, isMain) {
  const fromSdk = /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename ?? "");
  // Places in a program that was transpiled here are mapped here: mapping every frame costs a second a stack.
  if (fromSdk && transpiled !== undefined && request === "source-map-support/register") return {};
  if (fromSdk && (request === "typescript" || request === "@npmcli/arborist")) {
    return loadedOnFirstUse(() => load.call(this, request, parent, isMain) as object);
  }
  return load.call(this, request, parent, isMain);
};

function loadedOnFirstUse(loadIt: () => object): object {
  let loaded: object | undefined;
  const real = () => (loaded ??= loadIt());
  return new Proxy(
    {},
    {
      get: (_, key) => (key === "__esModule" ? true : (Reflect.get(real(), key) as unknown)),
      has: (_, key) => Reflect.has(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

// The program's TypeScript, transpiled once for all its stacks.
if (transpiled !== undefined) {
  delete process.env.ALARM_PARITY_TRANSPILED;
  const sources = JSON.parse(readFileSync(transpiled, "utf8")) as Record<string, string>;
  for (const extension of [".ts", ".cts", ".tsx"]) {
    loader._extensions[extension] = (module, filename) => {
      const code = sources[filename];
      if (code === undefined) throw new Error(`${filename} was not found when the program was transpiled`);
      module._compile(code, filename);
    };
  }
}
