import * as pulumi from "@pulumi/pulumi";
import { createAccessLogs } from "../../components/accessLogs";
import { lookUpAccount } from "../../components/account";
import type { Endpoint } from "../../components/endpoint";
import { MONITOR_REGION } from "../../components/externalMonitor";
import { LogShipper } from "../../components/logShipper";
import { createMaintenance } from "../../components/maintenance";
import { lookUpNetwork } from "../../components/network";
import type {
  ApplicationDefinition,
  LogShipperDefinition,
  ServiceDefinition,
} from "../../components/service";
import { ServiceStack, type ServiceStackArgs } from "../../components/serviceStack";
import { SlackChannel } from "../../components/slackChannel";
import { createTopics } from "../../components/topics";
import { services } from "../../services";

/** A resource as the component registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export const API: ApplicationDefinition = {
  name: "api",
  kind: "application",
  software: "sample-service",
  port: 8080,
  healthPath: "/health",
  volumeGiB: 20,
  lowTrafficFloor: 300,
  testPath: "/test",
};

/** The service of that name as we run it. */
const running = (name: (typeof services)[number]["name"]): ServiceDefinition => {
  const service = services.find((one) => one.name === name);
  if (service === undefined || service.kind === "log-shipper") throw new Error(`${name} is no service`);
  return service;
};

export const BROKER = running("elk-broker");
export const ELASTICSEARCH = running("elk-elasticsearch");
export const LOGSTASH = running("elk-logstash");

/** The broker behind the load balancer that AWS offers for it today. */
export const NETWORK: ServiceDefinition = {
  name: "tcp-broker",
  kind: "network",
  software: "logstash-broker",
  port: 5044,
  volumeGiB: 50,
  sendsTo: "elk-logstash",
};

export const SHIPPER: LogShipperDefinition = {
  name: "log-shipper",
  kind: "log-shipper",
  software: "log-shipper",
  volumeGiB: 50,
  sendsTo: "elk-logstash",
};

/** What stands behind those that send to another service. */
const TARGET: Endpoint = {
  url: pulumi.output("https://target.example.com:9200"),
  port: 9200,
  securityGroupId: pulumi.output("target-lb-sg-id"),
  secretArn: pulumi.output("arn:target-writer"),
};

const ANSWERS: Record<string, Record<string, unknown>> = {
  "aws:ec2/getVpc:getVpc": { id: "vpc-1", cidrBlock: "10.0.0.0/16" },
  "aws:ec2/getSubnets:getSubnets": { ids: ["subnet-1", "subnet-2"] },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "111111111111" },
  "aws:index/getPartition:getPartition": { partition: "aws" },
  "aws:elb/getServiceAccount:getServiceAccount": { arn: "arn:aws:iam::156460612806:root" },
  "aws:index/getRegion:getRegion": { region: "eu-west-1" },
};

/** Registers one service and its topics in `stack`, against mocks, and says what was registered. */
export async function deploy(
  service: ServiceDefinition | LogShipperDefinition,
  stack = "staging",
  {
    administrators,
    slack,
    ...extra
  }: Pick<ServiceStackArgs, "certificateArn" | "host" | "target"> & {
    administrators?: string[];
    slack?: { workspaceId: string; channelId: string };
  } = {},
): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const given = inputs as Record<string, unknown>;
        registered.push({ type, name, inputs: given });
        return {
          id: `${name}-id`,
          state: {
            name: `${name}-name`,
            arn: `arn:${name}`,
            arnSuffix: `suffix/${name}`,
            dnsName: `${name}.example.com`,
            latestVersion: 1,
            bucket: `${name}-bucket`,
            ...given,
          },
        };
      },
      call: ({ token }) => ANSWERS[token] ?? {},
    },
    "alarm-parity",
    stack,
  );
  const account = lookUpAccount();
  const monitorRegion = extra.host === undefined ? undefined : MONITOR_REGION;
  const topics = createTopics({ account, team: ["a@example.com", "b@example.com"], monitorRegion });
  if (slack !== undefined) new SlackChannel("slack", { account, topics, ...slack });
  const parts = {
    size: { min: 1, max: 2, instanceType: "t3.small" },
    account,
    network: lookUpNetwork({}),
    topics,
    accessLogs: createAccessLogs({ account, services: [service.name] }),
    ...(service.sendsTo === undefined ? {} : { target: TARGET }),
    ...(administrators === undefined ? {} : { maintenance: createMaintenance(administrators) }),
    ...extra,
  };
  if (service.kind === "log-shipper") new LogShipper({ ...parts, shipper: service });
  else new ServiceStack({ ...parts, service });
  await pulumi.runtime.disconnect();
  return registered;
}

/** The one resource of that name that is not a component. */
export function only(registered: readonly Registered[], name: string): Registered {
  const found = registered.filter((one) => one.name === name && one.type.startsWith("aws:"));
  if (found.length !== 1) throw new Error(`${found.length} resources are called ${name}`);
  return found[0]!;
}
