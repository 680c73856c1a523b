import { isUnknown } from "../../../cloudwatch/unknown";
import type { ResourceView } from "../rule";
import { isKnown } from "./lines";

/** A load balancer's health check as the program gives it; what was left out is absent. */
export interface HealthCheck {
  /** `target group "api"`, for messages. */
  who: string;
  /** The resource's own words for the fields. */
  names: { interval: string; timeout: string; unhealthyThreshold: string };
  /** Seconds; may hold the unknown mark. */
  interval?: unknown;
  /** Seconds; may hold the unknown mark. */
  timeout?: unknown;
  unhealthyThreshold?: unknown;
  /** Set where the check is not known as a whole: its field. */
  unknown?: string;
}

interface Reader {
  what: string;
  /** Property that holds the fields; absent where they stand in the resource itself. */
  block?: string;
  names: HealthCheck["names"];
}

const BLOCK = {
  block: "healthCheck",
  names: { interval: "interval", timeout: "timeout", unhealthyThreshold: "unhealthyThreshold" },
};

const READERS: Readonly<Record<string, Reader>> = {
  "aws:elb/loadBalancer:LoadBalancer": { what: "classic load balancer", ...BLOCK },
  "aws:lb/targetGroup:TargetGroup": { what: "target group", ...BLOCK },
  "aws:alb/targetGroup:TargetGroup": { what: "target group", ...BLOCK },
  "aws-native:elasticloadbalancingv2:TargetGroup": {
    what: "target group",
    names: {
      interval: "healthCheckIntervalSeconds",
      timeout: "healthCheckTimeoutSeconds",
      unhealthyThreshold: "unhealthyThresholdCount",
    },
  },
};

/** The health check of a classic load balancer or a target group; undefined where all of it is AWS's default. */
export function readHealthCheck({ type, name, props }: ResourceView): HealthCheck | undefined {
  const reader = READERS[type];
  if (reader === undefined) return undefined;
  const who = `${reader.what} "${name}"`;
  const { block, names } = reader;
  if (block === undefined) return { who, names, ...fieldsOf(props, names) };
  const value = props[block];
  const path = {
    interval: `${block}.${names.interval}`,
    timeout: `${block}.${names.timeout}`,
    unhealthyThreshold: `${block}.${names.unhealthyThreshold}`,
  };
  if (isUnknown(value)) return { who, names: path, unknown: block };
  if (typeof value !== "object" || value === null) return undefined;
  return { who, names: path, ...fieldsOf({ ...value }, names) };
}

function fieldsOf(props: Record<string, unknown>, names: HealthCheck["names"]): Partial<HealthCheck> {
  return {
    interval: props[names.interval],
    timeout: props[names.timeout],
    unhealthyThreshold: props[names.unhealthyThreshold],
  };
}

/** Under this many seconds a slow answer (a garbage collection, a full queue) passes for none (DESIGN §4). */
const SHORTEST_TIMEOUT = 5;
/** The shortest default of AWS's and the provider's pages, which differ (HTTP: 5 or 6 s, TCP: 10 s). */
const DEFAULT_TIMEOUT = 5;
/** ELB API reference, `HealthCheckIntervalSeconds`; a classic load balancer has the same. */
const DEFAULT_INTERVAL = 30;

/** What is wrong with one health check, and the fields that are known only after deploying. */
export function judgeHealthCheck(check: HealthCheck): {
  findings: { message: string; fix: string }[];
  unknown: string[];
} {
  const { who, names } = check;
  const findings: { message: string; fix: string }[] = [];
  const timeout = seconds(check.timeout);
  const interval = seconds(check.interval);
  if (timeout !== undefined && timeout < SHORTEST_TIMEOUT) {
    const why = "one slow answer, and a sound instance is called unhealthy";
    findings.push({
      message: `${who}: ${names.timeout} ${timeout} is under 5 s: ${why}`,
      fix: `${names.timeout}: 10`,
    });
  }
  const isKnownPair = isKnownOrAbsent(check.timeout) && isKnownOrAbsent(check.interval);
  const [longest, every] = [timeout ?? DEFAULT_TIMEOUT, interval ?? DEFAULT_INTERVAL];
  if (isKnownPair && check.unknown === undefined && longest >= every) {
    const shown = `${names.timeout} ${timeout ?? `(left out: ${DEFAULT_TIMEOUT})`}`;
    const against = `${names.interval} ${interval ?? `(left out: ${DEFAULT_INTERVAL})`}`;
    const message = `${who}: ${shown} is not under ${against}: a check is still waiting when the next one starts`;
    findings.push({ message, fix: `${names.interval}: ${Math.max(2 * longest, 20)}` });
  }
  const threshold = seconds(check.unhealthyThreshold);
  if (threshold !== undefined && threshold <= 1) {
    const why = "one failed check, and a sound instance is taken out";
    findings.push({
      message: `${who}: ${names.unhealthyThreshold} ${threshold}: ${why}`,
      fix: `${names.unhealthyThreshold}: 3`,
    });
  }
  return { findings, unknown: unknownOf(check) };
}

function unknownOf(check: HealthCheck): string[] {
  if (check.unknown !== undefined) return [check.unknown];
  const fields = ["interval", "timeout", "unhealthyThreshold"] as const;
  return fields.filter((field) => !isKnownOrAbsent(check[field])).map((field) => check.names[field]);
}

function isKnownOrAbsent(value: unknown): boolean {
  return !isUnknown(value);
}

/** A number, or text that is one, as untyped languages write it. */
function seconds(value: unknown): number | undefined {
  if (typeof value === "string" && isKnown(value) && value.trim() !== "") return numberOf(Number(value));
  return typeof value === "number" ? numberOf(value) : undefined;
}

function numberOf(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
