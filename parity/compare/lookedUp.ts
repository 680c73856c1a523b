import { DEFAULT_ACCOUNT } from "../render/answers/knownDefaults";
import { escapeRegExp } from "../render/escapeRegExp";
import { isRecord } from "../../cloudwatch/record";

/** What a render shows in place of a look-up's answer, of an encrypted value, or of the account. */
const MADE_UP = new RegExp(`\\$\\{(?:get\\w+\\([^}]*|secret )[^}]*\\}|(?<!\\d)${DEFAULT_ACCOUNT}(?!\\d)`);

/**
 * Whether an engine's value is what a render shows but for answers of look-ups, which a render makes up and an engine
 * knows: only the text around them can be compared.
 */
export function sameButLookedUp(engine: unknown, render: unknown): boolean {
  if (typeof render === "string" && typeof engine === "string") {
    const around = render.split(MADE_UP);
    return around.length === 1 ? engine === render : patternOf(around).test(engine);
  }
  if (typeof render === "string") return MADE_UP.test(render) && typeof engine === "number";
  if (Array.isArray(render) && Array.isArray(engine)) {
    return (
      render.length === engine.length && render.every((item, index) => sameButLookedUp(engine[index], item))
    );
  }
  if (isRecord(render) && isRecord(engine)) {
    const keys = new Set([...Object.keys(render), ...Object.keys(engine)]);
    return [...keys].every((key) => sameButLookedUp(engine[key], render[key]));
  }
  return Object.is(engine, render);
}

function patternOf(around: readonly string[]): RegExp {
  return new RegExp(`^${around.map(escapeRegExp).join("[^]+")}$`);
}
