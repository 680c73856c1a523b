import { UNKNOWN } from "../../cloudwatch/unknown";
import type { Properties } from "../render/types";
import { RESOURCE, SECRET, SIGNATURE } from "../render/wire";

// Pulumi SDK, common/resource/sig.
const ASSETS: ReadonlySet<unknown> = new Set([
  "c44067f5952c0a294b673a41bacd8c17",
  "0def7320c3a5731c473e5ecbe6d01bc7",
]);

/** What `pulumi preview --json` writes for a secret. */
const BLINDED = "[secret]";

/** Where a bridged provider lists the arguments that it filled in itself, at any depth. */
const DEFAULTS = "__defaults";
const INTERNAL: ReadonlySet<string> = new Set([DEFAULTS, "__internal", "__pulumi_raw_state_delta"]);

/** Properties of a file without Pulumi's marks. */
export interface Unmarked {
  /** Everything. A secret that the file holds encrypted or blinded is the unknown mark: nobody can judge it. */
  plain: Properties;
  /** Without what the provider says that it filled in. */
  given: Properties;
  /** Paths of secrets, e.g. `tags.token`. */
  secrets: string[];
  /** Whether the provider lists what it filled in, so that all of `given` is the program's. */
  listsDefaults: boolean;
}

/** Takes the marks of secrets, assets, resource references and provider defaults off a resource's properties. */
export function unmark(properties: Properties): Unmarked {
  const secrets = new Set<string>();
  const listsDefaults = Array.isArray(properties[DEFAULTS]);
  const strip = (value: unknown, path: string, withDefaults: boolean): unknown => {
    if (value === BLINDED) {
      secrets.add(path);
      return UNKNOWN;
    }
    if (Array.isArray(value))
      return value.map((item, index) => strip(item, `${path}[${index}]`, withDefaults));
    if (typeof value !== "object" || value === null) return value;
    const marked = value as Properties;
    const signature = marked[SIGNATURE];
    if (signature === SECRET) {
      secrets.add(path);
      return strip(reveal(marked), path, withDefaults);
    }
    if (signature === RESOURCE)
      return typeof marked.id === "string" && marked.id !== "" ? marked.id : marked.urn;
    if (ASSETS.has(signature)) return { hash: marked.hash };
    const filledIn = withDefaults || !Array.isArray(marked[DEFAULTS]) ? [] : marked[DEFAULTS];
    const kept = Object.entries(marked).filter(([key]) => !INTERNAL.has(key) && !filledIn.includes(key));
    return Object.fromEntries(
      kept.map(([key, item]) => [key, strip(item, path === "" ? key : `${path}.${key}`, withDefaults)]),
    );
  };
  const plain = strip(properties, "", true) as Properties;
  const given = strip(properties, "", false) as Properties;
  return { plain, given, secrets: [...secrets], listsDefaults };
}

/** `pulumi stack export --show-secrets` writes a secret's JSON as `plaintext`. */
function reveal({ plaintext, value }: Properties): unknown {
  if (value !== undefined) return value;
  if (typeof plaintext !== "string") return UNKNOWN;
  try {
    return JSON.parse(plaintext) as unknown;
  } catch {
    return plaintext;
  }
}
