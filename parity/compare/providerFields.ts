import type { Properties, Rendered, RenderedResource } from "../render/types";

/** What says where a provider's resources go; the first is a place within an account. */
const REGION = "region";
const ACCOUNT = ["allowedAccountIds", "profile", "assumeRole", "assumeRoles"];

/** Whether a path of an alarm says what account its provider is for. */
export function isAccountPath(path: string): boolean {
  return ACCOUNT.some((key) => path === `provider.${key}` || path.startsWith(`provider.${key}.`));
}

/**
 * Where the provider that the program made for a resource sends it. What is as in the stack's own configuration
 * (`aws:region`) is shown as a reference to that, since there stacks may differ.
 */
export function placeOfProvider(
  provider: RenderedResource | undefined,
  { config }: Rendered,
): Properties | undefined {
  if (provider === undefined) return undefined;
  const entries = [REGION, ...ACCOUNT].flatMap((key): [string, unknown][] => {
    const value = parsed(provider.inputs[key]);
    if (value === undefined || value === null) return [];
    const own = parsed(config[`aws:${key}`]);
    return [[key, JSON.stringify(own) === JSON.stringify(value) ? `\${aws:${key}}` : value]];
  });
  return Object.fromEntries(entries);
}

/** The engine passes nested values to providers as JSON text, and so does a configuration. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
