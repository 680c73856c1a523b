import * as pulumi from "@pulumi/pulumi";
import { EVENTS_OUT } from "../alarms/shipper";
import { INCOMING, SHIPPED } from "../accessLogs";
import { logstashScript, targetOf } from "./logstash";
import type { Needs, NeedsArgs, Software } from "./types";

/** So many minutes without an answer of Logstash, and the instance has itself replaced. */
const UNHEALTHY_AFTER_MINUTES = 5;

/**
 * Logstash that reads the load balancers' access logs from S3 and sends them to the Logstash tier, line by line as they
 * are. A heartbeat of its own goes the same way once a minute. Two instances would both read an object before one has
 * moved it: a stack has one, and what both read while it is replaced arrives twice.
 */
export const logShipper: Software = {
  single: true,
  script: () =>
    logstashScript("log-shipper", {
      api: "local",
      METRIC_NAMESPACE: EVENTS_OUT.namespace,
      METRIC_NAME: EVENTS_OUT.metric,
      UNHEALTHY_AFTER: UNHEALTHY_AFTER_MINUTES,
    }),
  needs: (args): Needs => ({
    variables: { LOGSTASH_URL: targetOf(args).url, ACCESS_LOGS_BUCKET: args.accessLogs.bucket },
    statements: statements(args),
  }),
};

function statements({ name, account, accessLogs: { bucketArn } }: NeedsArgs): Needs["statements"] {
  return [
    // Without a prefix: the input asks for the bucket itself too (HeadBucket).
    { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:DeleteObject"],
      Resource: pulumi.interpolate`${bucketArn}/${INCOMING}/*`,
    },
    { Effect: "Allow", Action: "s3:PutObject", Resource: pulumi.interpolate`${bucketArn}/${SHIPPED}/*` },
    {
      Effect: "Allow",
      Action: "autoscaling:SetInstanceHealth",
      Resource: pulumi.interpolate`arn:${account.partition}:autoscaling:${account.region}:${account.accountId}:autoScalingGroup:*:autoScalingGroupName/*`,
      Condition: { StringEquals: { "aws:ResourceTag/Name": `${name}-${pulumi.getStack()}` } },
    },
  ];
}
