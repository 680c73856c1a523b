import { findAgentConfig } from "../agent";

/** Where the CloudWatch agent's configuration can stand, by resource type: properties that hold text or base64. */
const HOLDERS: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": ["userData"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["userData", "userDataBase64"],
  "aws:ec2/instance:Instance": ["userData", "userDataBase64"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["userData", "userDataBase64"],
  "aws:ssm/parameter:Parameter": ["value"],
};

/** The properties of a resource that may hold an agent's configuration; none for a type that holds none. */
export function agentConfigTexts(type: string, props: Record<string, unknown>): unknown[] {
  return (HOLDERS[type] ?? []).map((property) => props[property]).filter((value) => value !== undefined);
}

/** The agent configurations that a resource holds. */
export function agentConfigs(type: string, props: Record<string, unknown>): unknown[] {
  return agentConfigTexts(type, props).flatMap((text) => {
    const config = typeof text === "string" ? findAgentConfig(text) : undefined;
    return config === undefined ? [] : [config];
  });
}
