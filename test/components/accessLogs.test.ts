import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { API, BROKER, deploy, only, type Registered } from "./deploy";

interface Policy {
  Statement: { Sid: string; Principal: unknown; Action: string; Resource: string[] }[];
}

const policyOf = (all: readonly Registered[]) =>
  (JSON.parse(only(all, "access-logs-policy").inputs.policy as string) as Policy).Statement;

describe("the load balancers' access logs", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("are on at an application load balancer", async () => {
    assert.deepEqual(only(await deploy(API), "api-lb").inputs.accessLogs, {
      bucket: "access-logs-bucket",
      prefix: "incoming/api",
      enabled: true,
    });
  });

  it("are on at a classic one, every five minutes", async () => {
    assert.deepEqual(only(await deploy(BROKER), "elk-broker-lb").inputs.accessLogs, {
      bucket: "access-logs-bucket",
      bucketPrefix: "incoming/elk-broker",
      interval: 5,
      enabled: true,
    });
  });

  it("may be put where each service's belong, by Elastic Load Balancing alone", async () => {
    assert.deepEqual(policyOf(await deploy(API)), [
      {
        Sid: "LogDelivery",
        Effect: "Allow",
        Action: "s3:PutObject",
        Resource: ["arn:access-logs/incoming/api/AWSLogs/111111111111/*"],
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      },
    ]);
  });

  for (const [region, sids] of [
    ["eu-west-1", ["LogDelivery", "OldRegions"]],
    ["eu-south-2", ["LogDelivery"]],
  ] as const) {
    it(`come ${sids.length === 2 ? "also" : "not"} from an account of its own in ${region}`, async () => {
      pulumi.runtime.setAllConfig({ "aws:region": region });
      assert.deepEqual(
        policyOf(await deploy(API)).map(({ Sid }) => Sid),
        sids,
      );
    });
  }

  it("are kept for 30 days, in a bucket that can never be public", async () => {
    const all = await deploy(API);
    const [rule] = only(all, "access-logs-lifecycle").inputs.rules as {
      expiration: unknown;
      status: string;
    }[];
    assert.deepEqual([rule!.status, rule!.expiration], ["Enabled", { days: 30 }]);
    const { bucket, ...blocks } = only(all, "access-logs-private").inputs;
    assert.equal(bucket, "access-logs-bucket");
    assert.deepEqual(Object.values(blocks), [true, true, true, true]);
  });
});
