import { isRecord } from "../../../cloudwatch/record";
import { InputError } from "../../../parity/render/inputError";
import { DIMENSION_KINDS, type DimensionKind } from "./dimensionKinds";

/** An alarm that a resource must have: on one of `anyOf`, in one of `namespaces`, under a dimension that names it. */
export interface Requirement {
  namespaces: readonly string[];
  anyOf: readonly string[];
  dimension: string;
}

/** Required alarms by resource type. */
export type Requirements = Readonly<Record<string, readonly Requirement[]>>;

const LOAD_BALANCER: Requirement[] = [
  { namespaces: ["AWS/ApplicationELB"], anyOf: ["HTTPCode_ELB_5XX_Count"], dimension: "LoadBalancer" },
];
const TARGET_GROUP: Requirement[] = [
  {
    namespaces: ["AWS/ApplicationELB", "AWS/NetworkELB", "AWS/GatewayELB"],
    anyOf: ["UnHealthyHostCount", "HealthyHostCount"],
    dimension: "TargetGroup",
  },
];
const GROUP: Requirement[] = [
  { namespaces: ["AWS/EC2"], anyOf: ["CPUUtilization"], dimension: "AutoScalingGroupName" },
];

/** DESIGN §4, `service-alarms-complete`; which resources of a type are meant is in `isMeant`. */
const DEFAULTS: Requirements = {
  "aws:lb/loadBalancer:LoadBalancer": LOAD_BALANCER,
  "aws:alb/loadBalancer:LoadBalancer": LOAD_BALANCER,
  "aws-native:elasticloadbalancingv2:LoadBalancer": LOAD_BALANCER,
  "aws:lb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws:alb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws-native:elasticloadbalancingv2:TargetGroup": TARGET_GROUP,
  "aws:elb/loadBalancer:LoadBalancer": [
    { namespaces: ["AWS/ELB"], anyOf: ["UnHealthyHostCount"], dimension: "LoadBalancerName" },
    { namespaces: ["AWS/ELB"], anyOf: ["BackendConnectionErrors"], dimension: "LoadBalancerName" },
  ],
  "aws:autoscaling/group:Group": GROUP,
  "aws-native:autoscaling:AutoScalingGroup": GROUP,
};

/** The pack's configuration of this policy, as JSON schema. */
export const REQUIRED_SCHEMA = {
  required: {
    type: "object",
    description:
      "Required alarms by resource type (Pulumi type token). A type named here replaces the default for it; an empty list requires none.",
    additionalProperties: {
      type: "array",
      items: {
        type: "object",
        required: ["namespace", "anyOf"],
        additionalProperties: false,
        properties: {
          namespace: { type: "string", description: "CloudWatch namespace, e.g. AWS/SQS" },
          anyOf: {
            type: "array",
            items: { type: "string" },
            minItems: 1,
            description: "Metric names; one is enough",
          },
          dimension: {
            type: "string",
            description:
              "Dimension that names the resource; default: the one that CloudWatch has for its type",
          },
        },
      },
    },
  },
};

/** The requirements with the pack's configuration over the defaults; throws InputError naming the key that is wrong. */
export function requirementsOf(config: Record<string, unknown>): Requirements {
  const { required } = config;
  if (required === undefined) return DEFAULTS;
  if (!isRecord(required)) throw wrong("required", "is no object of resource types");
  const own = Object.entries(required).map(([type, rows]): [string, Requirement[]] => {
    if (!Array.isArray(rows)) throw wrong(`required["${type}"]`, "is no list");
    return [type, rows.map((row: unknown, index) => readRow(type, row, `required["${type}"][${index}]`))];
  });
  return { ...DEFAULTS, ...Object.fromEntries(own) };
}

/** How the dimension names a resource of the type. */
export function kindFor(type: string, { dimension }: Requirement): DimensionKind {
  const known = DIMENSION_KINDS.find((kind) => kind.dimension === dimension && type in kind.types);
  return known ?? { dimension, what: type, types: { [type]: ["name", "id"] } };
}

function readRow(type: string, row: unknown, path: string): Requirement {
  if (!isRecord(row)) throw wrong(path, "is no object");
  const { namespace, anyOf, dimension, ...rest } = row;
  const [extra] = Object.keys(rest);
  if (extra !== undefined) throw wrong(`${path}.${extra}`, "is no key; write namespace, anyOf, dimension");
  if (typeof namespace !== "string") throw wrong(`${path}.namespace`, "is no text, such as AWS/SQS");
  if (!Array.isArray(anyOf) || anyOf.length === 0 || !anyOf.every((metric) => typeof metric === "string")) {
    throw wrong(`${path}.anyOf`, "is no list of metric names");
  }
  const of = dimension ?? DIMENSION_KINDS.find(({ types }) => type in types)?.dimension;
  if (typeof of !== "string") throw wrong(`${path}.dimension`, `is needed: none is known for ${type}`);
  return { namespaces: [namespace], anyOf, dimension: of };
}

function wrong(path: string, why: string): InputError {
  return new InputError(`policy configuration of service-alarms-complete: ${path} ${why}`);
}
