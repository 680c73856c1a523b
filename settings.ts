import * as pulumi from "@pulumi/pulumi";
import { closest, distance } from "fastest-levenshtein";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** Stacks that people rely on: their alarms must reach a team, and their sizes are chosen. */
const RELIED_ON: readonly string[] = ["staging", "production"];

/** Enough for every software to start: what a stack has that says nothing of a service. */
const DEFAULT_SIZE = { min: 1, max: 2, instanceType: "t3.medium" };

/** Namespaces of keys that are not ours: the provider's, and Pulumi's own. */
const FOREIGN_NAMESPACES: readonly string[] = ["aws", "pulumi"];

/** The provider's keys that say where a stack lives; a mistyped one would go unnoticed, and the guard with it. */
const AWS_KEYS: readonly string[] = ["region", "allowedAccountIds", "forbiddenAccountIds", "profile"];

/** This far from one of those keys, a key is taken for a mistyped one. */
const MISTYPED = 3;

/** What a value must be and what to type instead, as one message. */
function must(what: string, write: string) {
  return {
    error: ({ input }: { input?: unknown }) =>
      input === undefined
        ? `is missing; write ${write}`
        : `${JSON.stringify(input)} is not ${what}; write ${write}`,
  };
}

const count = z
  .int(must("a whole number", "one of 1 or more"))
  .min(1, must("1 or more", "at least 1: with no instance the service is down"));

/** An instance type; the attributes after the generation tell ARM types by a `g`. */
const instanceType = z
  .string(must("an instance type", "one like t3.small"))
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, must("an instance type", "one like t3.small"))
  .refine(
    (type) => !/^(a1|[a-z]+\d+[a-z]*g[a-z]*)\./.test(type),
    must("an x86_64 type", "one like t3.small"),
  );

const size = z
  .strictObject(
    { min: count, max: count, instanceType },
    must("a size", "{min: 1, max: 2, instanceType: t3.small}"),
  )
  .check(({ value, issues }) => {
    if (value.max >= value.min) return;
    const message = `${value.max} is less than min; write ${value.min} or more`;
    issues.push({ code: "custom", path: ["max"], message, input: value });
  });

/** Of a service that runs on one instance; a second one is there only while it is replaced. */
const singleSize = z
  .strictObject({ instanceType }, must("a size", "{instanceType: t3.small}"))
  .transform((given) => ({ min: 1, max: 2, ...given }));

const email = z.email(must("an e-mail address", "name@example.com"));

/** Wider than this is nobody's own network. Bits of the prefix. */
const WIDEST = { v4: 8, v6: 16 };

const cidr = z
  .union([z.cidrv4(), z.cidrv6()], must("a CIDR", "one like 203.0.113.0/24"))
  .refine(
    (text) => Number(text.split("/")[1]) >= (text.includes(":") ? WIDEST.v6 : WIDEST.v4),
    must("a network of administrators", "narrower ones: whoever is in it gets in during maintenance"),
  )
  // The service refuses these when it starts, which would be each new instance's end.
  .refine((text) => !isMapped(text), {
    error: ({ input }) => `"${String(input)}" is an IPv4 network in IPv6 form; write it as IPv4`,
  })
  .refine(isNetwork, {
    error: ({ input }) =>
      `"${String(input)}" has address bits beyond its prefix; write ${networkOf(String(input))}, or the address alone with ${String(input).includes(":") ? "/128" : "/32"}`,
  });

function isMapped(cidr: string): boolean {
  const [address] = ipaddr.parseCIDR(cidr);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}

function isNetwork(cidr: string): boolean {
  const [first] = ipaddr.parseCIDR(networkOf(cidr));
  return first.toString() === ipaddr.parseCIDR(cidr)[0].toString();
}

/** The CIDR with the first address of its network. */
function networkOf(cidr: string): string {
  const kind = cidr.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
  return `${kind.networkAddressFromCIDR(cidr).toString()}/${cidr.split("/")[1] ?? ""}`;
}

const slack = z.strictObject(
  {
    workspaceId: z
      .string(must("the id of a workspace", "one like T0123ABCDEF"))
      .regex(/^T[A-Z0-9]{7,}$/, must("the id of a workspace", "one like T0123ABCDEF")),
    channelId: z
      .string(must("the id of a channel", "one like C0123ABCDEF"))
      .regex(/^[CG][A-Z0-9]{7,}$/, must("the id of a channel", "one like C0123ABCDEF, not its name")),
  },
  must("a map", "{workspaceId: T…, channelId: C…}"),
);

/** Points at each element that an earlier one repeats. */
function unique({ value, issues }: z.core.ParsePayload<string[]>): void {
  value.forEach((item, index) => {
    if (value.indexOf(item) === index) return;
    const message = `"${item}" is there twice; remove one`;
    issues.push({ code: "custom", path: [index], message, input: value });
  });
}

/** Of a service; with a default where nobody relies on it. */
function sizeOf(isSingle: boolean, isReliedOn: boolean) {
  if (isSingle)
    return isReliedOn ? singleSize : singleSize.prefault({ instanceType: DEFAULT_SIZE.instanceType });
  return isReliedOn ? size : size.prefault(DEFAULT_SIZE);
}

function schemaFor<S extends string>(stack: string, services: readonly S[], singles: readonly S[]) {
  const isReliedOn = RELIED_ON.includes(stack);
  const entries = services.map((name) => [name, sizeOf(singles.includes(name), isReliedOn)]);
  const each = Object.fromEntries(entries) as Record<S, typeof size>;
  const sizes = z.strictObject(each, must("a map", `a size for each of ${services.join(", ")}`));
  return z
    .strictObject({
      /** Addresses that get every alarm and notification; needed in staging and production. */
      team: z
        .array(email, must("a list of e-mail addresses", "[name@example.com]"))
        .min(isReliedOn ? 1 : 0, {
          error: `no address, so no alarm of ${stack} would reach anybody; write [name@example.com]`,
        })
        .check(unique)
        .prefault([]),
      /** How big each service is here; in staging and production each must be given. Default: small. */
      sizes: isReliedOn ? sizes : sizes.prefault({} as never),
      /** Certificate for HTTPS, in the stack's region. Default: plain HTTP. */
      certificateArn: z
        .string(must("text", "the ARN of an ACM certificate"))
        .regex(
          /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
          must("the ARN of an ACM certificate", "arn:aws:acm:<region>:<account>:certificate/<id>"),
        )
        .optional(),
      /** Public name of what a monitor outside watches, with `certificateArn` for it. Default: no monitor. */
      host: z
        .hostname(must("a host name", "one like api.example.com"))
        .regex(/\.[a-z][a-z0-9-]*$/i, must("a public host name", "one like api.example.com"))
        .optional(),
      /** Channel that gets what the topics get. Default: none. */
      slack: slack.optional(),
      /** Networks (CIDRs) whose people get in during maintenance. Default: nobody gets in. */
      administrators: z.array(cidr, must("a list of CIDRs", "[203.0.113.0/24]")).check(unique).prefault([]),
      /** Network of the stack, together with `subnetIds`. Default: the account's default VPC. */
      vpcId: z
        .string(must("text", "the VPC's id, vpc-…"))
        .regex(/^vpc-[0-9a-f]+$/, must("the id of a VPC", "vpc-…"))
        .optional(),
      /** Two or more, in different zones, with a way to the internet. Default: the default VPC's. */
      subnetIds: z
        .array(
          z
            .string(must("text", "subnet-…"))
            .regex(/^subnet-[0-9a-f]+$/, must("the id of a subnet", "subnet-…")),
          must("a list", "[subnet-…, subnet-…]"),
        )
        .min(2, must("two subnets", "at least two, in different zones: a load balancer needs them"))
        .check(unique)
        .optional(),
    })
    .check(({ value: { host, certificateArn }, issues }) => {
      if (host === undefined || certificateArn !== undefined) return;
      const message =
        "is missing beside host, and the monitor asks over HTTPS; write one for that name, or remove host";
      issues.push({ code: "custom", path: ["certificateArn"], message, input: host });
    })
    .check(({ value, issues }) => {
      const both = ["vpcId", "subnetIds"] as const;
      const missing = both.find((key) => value[key] === undefined);
      const given = both.find((key) => value[key] !== undefined);
      if (missing === undefined || given === undefined) return;
      const message = `is missing beside ${given}; write both or neither`;
      issues.push({ code: "custom", path: [missing], message, input: value });
    });
}

/** A stack's settings: sizes and addresses alone, never which alarms there are. */
export type Settings<S extends string> = z.infer<ReturnType<typeof schemaFor<S>>>;

/**
 * Reads and checks the configuration of the running stack.
 * @param services the names of the services that need a size
 * @param singles those of them that run on one instance: their size is an instance type alone
 * @throws pulumi.RunError with a line for each problem: file, key, value, and what to type
 */
export function readSettings<S extends string>(
  services: readonly S[],
  singles: readonly S[] = [],
): Settings<S> {
  const stack = pulumi.getStack();
  const file = `Pulumi.${stack}.yaml`;
  const config = new pulumi.Config();
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const full of Object.keys(pulumi.runtime.allConfig())) {
    const [namespace = "", key = ""] = full.split(":", 2);
    if (namespace === config.name) values[key] = parsed(config.get(key));
    else if (!FOREIGN_NAMESPACES.includes(namespace)) {
      problems.push(`${file}: ${full}: no such namespace; write ${config.name}:${key}`);
    }
  }
  problems.push(...awsProblems().map((text) => `${file}: ${text}`));
  const schema = schemaFor(stack, services, singles);
  const result = schema.safeParse(values);
  for (const issue of result.error?.issues ?? []) {
    for (const text of messagesOf(issue, config.name, knownKeys(issue.path, schema, services, singles))) {
      problems.push(`${file}: ${text}`);
    }
  }
  if (!result.success || problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  return result.data;
}

/** What is wrong with where the stack lives. */
function awsProblems(): string[] {
  const aws = new pulumi.Config("aws");
  const given = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith("aws:"));
  const mistyped = given.flatMap((full) => {
    const key = full.slice("aws:".length);
    const meant = closest(key, AWS_KEYS);
    if (key === meant || distance(key, meant) > MISTYPED) return [];
    return [`${full}: no such key; write aws:${meant}`];
  });
  const region = aws.get("region");
  const accounts = parsed(aws.get("allowedAccountIds")) ?? [];
  const noAccount = [accounts].flat().find((id) => !/^"\d{12}"$/.test(JSON.stringify(id)));
  return [
    ...mistyped,
    ...(region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
      ? [`aws:region: "${region}" is not a region; write one like eu-west-1`]
      : []),
    ...(noAccount === undefined
      ? []
      : [
          `aws:allowedAccountIds: ${JSON.stringify(noAccount)} is not an account; write its 12 digits in quotes`,
        ]),
  ];
}

/** Numbers, lists and maps come as JSON; what is none is text. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The keys that may stand at `path`. */
function knownKeys(
  path: readonly PropertyKey[],
  schema: ReturnType<typeof schemaFor>,
  services: readonly string[],
  singles: readonly string[],
): readonly string[] {
  if (path.length === 0) return Object.keys(schema.shape);
  if (path[0] === "slack") return Object.keys(slack.shape);
  if (path.length === 1) return services;
  return singles.includes(String(path[1])) ? ["instanceType"] : Object.keys(size.shape);
}

function messagesOf(issue: z.core.$ZodIssue, project: string, known: readonly string[]): string[] {
  if (issue.code !== "unrecognized_keys") return [`${shownPath(project, issue.path)}: ${issue.message}`];
  return issue.keys.map((key) => {
    const near = closest(key, known);
    const isNear = distance(key, near) <= Math.max(MISTYPED, Math.floor(key.length / 3));
    const meant = isNear ? ` or write ${shownPath(project, [...issue.path, near])}` : "";
    return `${shownPath(project, [...issue.path, key])}: no such key; there ${known.length === 1 ? `is ${known.join()} alone` : `are ${known.join(", ")}`}: remove it${meant}`;
  });
}

/** `alarm-parity:sizes.api.min`, `alarm-parity:team[1]`. */
function shownPath(project: string, path: readonly PropertyKey[]): string {
  const inner = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return `${project}:${inner.replace(/^\./, "")}`;
}
