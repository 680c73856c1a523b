import * as pulumi from "@pulumi/pulumi";
import { SlackChannelConfiguration } from "@pulumi/aws/chatbot/slackChannelConfiguration";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { Account } from "./account";
import type { Topics } from "./topics";

export interface SlackChannelArgs {
  readonly account: Account;
  /** The workspace, `T…`; it is authorised once by hand, in the console of Amazon Q Developer in chat applications. */
  readonly workspaceId: string;
  /** The channel, `C…` or `G…`. */
  readonly channelId: string;
  /** It gets the messages of all of them, of whatever region. */
  readonly topics: Topics;
}

/** What is needed to show an alarm with its graph (chat applications guide, "notification permissions"). */
const READ_CLOUDWATCH = ["cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*"];

/** A Slack channel that gets what the topics get. Nobody can change anything from there. */
export class SlackChannel extends pulumi.ComponentResource {
  constructor(name: string, args: SlackChannelArgs, options?: pulumi.ComponentResourceOptions) {
    super("alarm-parity:chat:SlackChannel", name, {}, options);
    const { account, topics, workspaceId, channelId } = args;
    const all = [
      topics.alarms,
      topics.notifications,
      ...(topics.external === undefined ? [] : [topics.external]),
    ];
    const parent = { parent: this };
    const role = new Role(`${name}-role`, { assumeRolePolicy: JSON.stringify(CHAT_MAY_ASSUME) }, parent);
    new RolePolicy(
      `${name}-role-read`,
      {
        role: role.name,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: READ_CLOUDWATCH, Resource: "*" }],
        }),
      },
      parent,
    );
    new SlackChannelConfiguration(
      `${name}-channel`,
      {
        configurationName: `${pulumi.getProject()}-${pulumi.getStack()}`,
        slackTeamId: workspaceId,
        slackChannelId: channelId,
        iamRoleArn: role.arn,
        // Left out it would be AdministratorAccess, for whoever is in the channel.
        guardrailPolicyArns: [pulumi.interpolate`arn:${account.partition}:iam::aws:policy/ReadOnlyAccess`],
        snsTopicArns: all.map(({ arn }) => arn),
        loggingLevel: "ERROR",
      },
      parent,
    );
    this.registerOutputs({});
  }
}

/** Without a condition: whether AWS's chat service names the account that it acts for is not documented. */
const CHAT_MAY_ASSUME = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "chatbot.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
