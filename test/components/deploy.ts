import * as pulumi from "@pulumi/pulumi";
import { lookUpAccount } from "../../components/account";
import { MONITOR_REGION } from "../../components/externalMonitor";
import { lookUpNetwork } from "../../components/network";
import type { ApplicationDefinition, ServiceDefinition } from "../../components/service";
import { ServiceStack, type ServiceStackArgs } from "../../components/serviceStack";
import { createTopics } from "../../components/topics";

/** A resource as the component registered it. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export const API: ApplicationDefinition = {
  name: "api",
  kind: "application",
  software: "sample-api",
  port: 8080,
  healthPath: "/health",
  volumeGiB: 20,
  lowTrafficFloor: 300,
  testPath: "/test",
};

export const BROKER: ServiceDefinition = {
  name: "elk-broker",
  kind: "classic",
  protocol: "tcp",
  software: "logstash-broker",
  port: 5044,
  volumeGiB: 50,
};

const ANSWERS: Record<string, Record<string, unknown>> = {
  "aws:ec2/getVpc:getVpc": { id: "vpc-1", cidrBlock: "10.0.0.0/16" },
  "aws:ec2/getSubnets:getSubnets": { ids: ["subnet-1", "subnet-2"] },
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "111111111111" },
  "aws:index/getPartition:getPartition": { partition: "aws" },
  "aws:index/getRegion:getRegion": { region: "eu-west-1" },
};

/** Registers one service and its topics in `stack`, against mocks, and says what was registered. */
export async function deploy(
  service: ServiceDefinition,
  stack = "staging",
  extra: Pick<ServiceStackArgs, "certificateArn" | "host"> = {},
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
  new ServiceStack({
    service,
    size: { min: 1, max: 2, instanceType: "t3.small" },
    account,
    network: lookUpNetwork({}),
    topics,
    ...extra,
  });
  await pulumi.runtime.disconnect();
  return registered;
}

/** The one resource of that name that is not a component. */
export function only(registered: readonly Registered[], name: string): Registered {
  const found = registered.filter((one) => one.name === name && one.type.startsWith("aws:"));
  if (found.length !== 1) throw new Error(`${found.length} resources are called ${name}`);
  return found[0]!;
}
