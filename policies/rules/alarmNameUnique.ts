import { hasUnknown } from "../../cloudwatch/unknown";
import type { Rendered } from "../../parity/render/types";
import { regionOf } from "./region";
import { alarmEntries, knownFace, renderedResource, showAlarm, type Entry } from "./resolve";
import type { Finding, Rule, RuleContext, StackView, Unchecked, Verdict } from "./rule";
import { accountOf, accountsDiffer, type Account } from "./support/account";
import { viewOfRender } from "./view";

/** An alarm whose name is known, with the place where that name must be its own. */
interface Named {
  urn: string;
  who: string;
  name: string;
  region?: string;
  account: Account;
}

/** A name that the provider makes up is unique; one that is unknown is taken from the update render. */
export const alarmNameUnique: Rule = {
  name: "alarm-name-unique",
  description: "Two alarms of one name in one account and region: the one silently overwrites the other.",
  level: "mandatory",
  checkStack: (stack, context) => {
    const { named, unchecked } = namedAlarms(stack, context);
    const within = withinStack(named);
    const between = betweenStacks(named, context);
    return {
      findings: [...within.findings, ...between.findings],
      unchecked: [...unchecked, ...within.unchecked, ...between.unchecked],
    };
  },
};

function namedAlarms(stack: StackView, context: RuleContext): { named: Named[]; unchecked: Unchecked[] } {
  const named: Named[] = [];
  const unchecked: Unchecked[] = [];
  for (const entry of alarmEntries(stack, context)) {
    const { urn } = entry.resource;
    if (renderedResource(urn, context)?.external === true) continue;
    const face = knownFace(entry, "name", context);
    const { name, kind } = face.alarm;
    if (hasUnknown(name) || kind === "unknown") {
      unchecked.push({ urn, reason: `${showAlarm(entry)}: its name is known only after deploying` });
    } else if (name !== undefined) {
      named.push(toNamed(entry, showAlarm(face), name, context));
    }
  }
  return { named, unchecked };
}

function toNamed({ resource, alarm }: Entry, who: string, name: string, context: RuleContext): Named {
  return {
    urn: resource.urn,
    who,
    name,
    region:
      typeof alarm.region === "string" && !hasUnknown(alarm.region)
        ? alarm.region
        : regionOf(resource, context),
    account: accountOf(resource, context),
  };
}

function withinStack(named: readonly Named[]): Verdict {
  const verdict: Verdict = { findings: [], unchecked: [] };
  named.forEach((alarm, index) => {
    const others = named.slice(0, index).filter((other) => other.name === alarm.name && !apart(alarm, other));
    const [other] = others.filter((one) => one.region === alarm.region);
    // CloudFormation's own stack names are in these: one text, another name in each of its stacks.
    const isSame = other?.urn === alarm.urn || !alarm.name.includes("${AWS.");
    if (other !== undefined && isSame) {
      verdict.findings.push({
        urn: alarm.urn,
        message: `${alarm.who}: ${other.who} has the name "${alarm.name}" too${inRegion(alarm)}; the one would silently overwrite the other`,
        fix: "give each a name of its own",
      });
    } else if (other === undefined && others.length > 0) {
      verdict.unchecked.push({
        urn: alarm.urn,
        reason: `${alarm.who}: ${others.map(({ who }) => who).join(", ")} has the name "${alarm.name}" too, and whether the region is the same is not known: set aws:region`,
      });
    }
  });
  return verdict;
}

function betweenStacks(named: readonly Named[], context: RuleContext): Verdict {
  const { renders, rendersError, stack } = context;
  if (renders === undefined) {
    const reason = `names were not compared with other stacks: ${rendersError ?? "the program was not rendered"}`;
    return { findings: [], unchecked: named.length === 0 ? [] : [{ reason }] };
  }
  const siblings = renders.stacks.filter((one) => one.stack !== stack).map(({ update }) => update);
  const rendered = siblings.filter((update) => update.ok);
  const theirs = rendered.map((update) => ({ stack: update.stack, named: alarmsOf(update, context) }));
  const verdicts = named.map((alarm) => judge(alarm, theirs));
  return {
    findings: verdicts.flatMap(({ findings }) => findings),
    unchecked: [
      ...siblings
        .filter((update) => !update.ok)
        .map((update) => ({
          reason: `names were not compared with stack ${update.stack}, which could not be rendered`,
        })),
      ...verdicts.flatMap(({ unchecked }) => unchecked),
    ],
  };
}

function alarmsOf(update: Rendered, context: RuleContext): Named[] {
  return namedAlarms(viewOfRender(update), { ...context, stack: update.stack }).named;
}

function judge(alarm: Named, siblings: readonly { stack: string; named: readonly Named[] }[]): Verdict {
  const clashes = siblings.filter(({ named }) =>
    named.some((other) => other.name === alarm.name && !apart(alarm, other)),
  );
  if (clashes.length === 0) return { findings: [], unchecked: [] };
  const { urn, who, name } = alarm;
  const stacks = clashes.map(({ stack }) => stack).join(", ");
  // An output is another value in each stack, though it reads the same here.
  if (name.includes("${")) {
    const reason = `${who}: whether its name "${name}" differs from that in ${stacks} is known only after deploying`;
    return { findings: [], unchecked: [{ urn, reason }] };
  }
  const sure = clashes.filter(({ named }) =>
    named.some((other) => other.name === name && !apart(alarm, other) && other.region === alarm.region),
  );
  if (sure.length === 0) {
    const reason = `${who}: ${stacks} has an alarm "${name}" too, and whether the region is the same is not known: set aws:region in each stack`;
    return { findings: [], unchecked: [{ urn, reason }] };
  }
  return {
    findings: [
      clash(
        alarm,
        sure.map(({ stack }) => stack),
      ),
    ],
    unchecked: [],
  };
}

function clash(alarm: Named, stacks: readonly string[]): Finding {
  return {
    urn: alarm.urn,
    message: `${alarm.who}: its name "${alarm.name}" is that of an alarm in ${stacks.join(", ")} too${inRegion(alarm)}, and nothing says that the accounts differ; each deployment would overwrite the other's alarm`,
    fix: "put the stack's name into the alarm's name; or, where each stack has an account of its own, name them under accounts: in policies/parity.yaml",
  };
}

/** Whether two alarms surely go to different places. */
function apart(a: Named, b: Named): boolean {
  const regionsDiffer = a.region !== undefined && b.region !== undefined && a.region !== b.region;
  return regionsDiffer || accountsDiffer(a.account, b.account);
}

function inRegion({ region }: Named): string {
  return region === undefined ? "" : ` in ${region}`;
}
