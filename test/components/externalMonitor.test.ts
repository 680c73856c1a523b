import assert from "node:assert/strict";
import { API, BROKER, deploy, only, type Registered } from "./deploy";

const HOST = { host: "api.example.com", certificateArn: "arn:certificate" };

const { testPath, ...WITHOUT_TEST } = API;

describe("the monitor outside", () => {
  let all: Registered[];
  before(async () => {
    all = await deploy(API, "staging", HOST);
  });

  it("asks /test at the public host over HTTPS", () => {
    const { inputs } = only(all, "api-check");
    assert.deepEqual(inputs, {
      type: "HTTPS",
      fqdn: "api.example.com",
      port: 443,
      resourcePath: testPath,
      enableSni: true,
      requestInterval: 30,
      failureThreshold: 3,
      tags: { Name: "api-staging" },
    });
  });

  it("has its alarm, topic, policy, key and the whole team where its metric is", () => {
    const there = all
      .filter(({ inputs }) => inputs.region === "us-east-1")
      .map(({ name }) => name)
      .sort();
    assert.deepEqual(there, [
      "api-external",
      "external",
      "external-a@example.com",
      "external-b@example.com",
      "external-key",
      "external-policy",
    ]);
    const { name, alarmActions, okActions, dimensions } = only(all, "api-external").inputs;
    assert.deepEqual(
      [name, alarmActions, okActions, dimensions],
      ["api-staging-external", ["arn:external"], ["arn:external"], { HealthCheckId: "api-check-id" }],
    );
    assert.equal(only(all, "external").inputs.kmsMasterKeyId, "arn:external-key");
  });

  it("lets CloudWatch of that region publish", () => {
    const texts = ["external-policy", "external-key"].map((name) => only(all, name).inputs.policy as string);
    assert.match(texts[0]!, /arn:aws:cloudwatch:us-east-1:111111111111:alarm:\*/);
    assert.match(texts[1]!, /"Principal":\{"Service":"cloudwatch\.amazonaws\.com"\}/);
    for (const text of texts) assert.doesNotMatch(text, /eu-west-1/);
  });

  for (const [title, service, extra] of [
    ["a stack without a public host", API, { certificateArn: "arn:certificate" }],
    ["a service that has nothing to ask", WITHOUT_TEST, HOST],
    ["a service on TCP", BROKER, HOST],
  ] as const) {
    it(`does not exist for ${title}`, async () => {
      const names = (await deploy(service, "staging", extra)).map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => /^(api|elk-broker)-(check|monitor|external)$/.test(name)),
        [],
      );
    });
  }
});
