import { hasUnknown } from "../../../cloudwatch/unknown";
import { updateRender } from "../resolve";
import type { ResourceView, RuleContext } from "../rule";

/** What is said of the AWS account that a resource goes to; empty where nothing is. */
export interface Account {
  ids?: readonly string[];
  profile?: string;
}

/**
 * The account that a resource goes to: what its own provider says, else parity.yaml's `accounts`, else the stack's
 * configuration (`aws:allowedAccountIds`, `aws:assumeRoles`, `aws:assumeRole`, `aws:profile`).
 */
export function accountOf(resource: ResourceView, context: RuleContext): Account {
  const provider = resource.provider === undefined ? {} : declared(resource.provider.props);
  if (Object.keys(provider).length > 0) return provider;
  const id = context.parity?.accounts[context.stack];
  if (id !== undefined) return { ids: [id] };
  const entries = Object.entries(updateRender(context)?.config ?? {})
    .filter(([key]) => key.startsWith("aws:"))
    .map(([key, value]): [string, unknown] => [key.slice("aws:".length), value]);
  return declared(Object.fromEntries(entries));
}

/** Whether two accounts are declared, in terms that can be compared, and differ. */
export function accountsDiffer(a: Account, b: Account): boolean {
  if (a.ids !== undefined && b.ids !== undefined) return !a.ids.some((id) => b.ids?.includes(id) === true);
  return a.profile !== undefined && b.profile !== undefined && a.profile !== b.profile;
}

/** A provider's arguments; a nested one may be JSON text, as the engine passes it to providers. */
function declared(props: Record<string, unknown>): Account {
  const allowed = texts(plain(props.allowedAccountIds));
  const roles = [plain(props.assumeRoles), plain(props.assumeRole)].flat().flatMap(roleAccount);
  const profile = props.profile;
  const ids = allowed.length > 0 ? allowed : roles;
  return {
    ...(ids.length === 0 ? {} : { ids }),
    ...(typeof profile === "string" && profile !== "" && !hasUnknown(profile) ? { profile } : {}),
  };
}

function plain(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function texts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((item) => !hasUnknown(item)).map(String);
}

/** Of several roles the last one is whose account is used: each assumes the next. */
function roleAccount(role: unknown, index: number, all: unknown[]): string[] {
  if (index < all.length - 1 && all[index + 1] !== undefined) return [];
  const arn = typeof role === "object" && role !== null && "roleArn" in role ? role.roleArn : undefined;
  const account = typeof arn === "string" ? /^arn:[^:]+:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
  return account === undefined ? [] : [account];
}
