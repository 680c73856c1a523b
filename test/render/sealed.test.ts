import assert from "node:assert/strict";
import { readProject } from "../../parity/render";
import { readStackConfig, type StackConfig } from "../../parity/render/stackConfig";
import { removePrograms, renderCode, resourceNamed, writeProgram } from "../support/program";

/** As a Pulumi engine wrote it (3.260), with the passphrase "correct horse". */
const STACK = `encryptionsalt: v1:g2K1ghuWA2Y=:v1:VVrFZBT7Sx9Ce/GQ:nhQULKVsCbcO7YiNCDhcdmIrzrlY6A==
config:
  shop:limits:
    secure: v1:dc8E2Ge0EmIoC8HU:9k6SsO+KuVJ/6GN3d6tO3oqNUwYyDFQkd+OA6nvG+zZKXnuNLHO1KLh6EsFzMt/XiCdwsihvWGr0C+A=
  shop:token:
    secure: v1:BPbqL3AWShJxrkOA:zFhjIaDx99nL1txGIjfXxsNkNN0e6aMkHd3LLO5jsA==
  shop:database:
    password:
      secure: v1:/Cbys430UYPIWwo9:zgCr5IXbZdl6ElR6BT2F2WDyLR1MvIctH1F+5JK9hA==
    host: db
`;

async function withPassphrase<T>(passphrase: string | undefined, use: () => T | Promise<T>): Promise<T> {
  const before = process.env.PULUMI_CONFIG_PASSPHRASE;
  if (passphrase === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
  else process.env.PULUMI_CONFIG_PASSPHRASE = passphrase;
  try {
    return await use();
  } finally {
    if (before === undefined) delete process.env.PULUMI_CONFIG_PASSPHRASE;
    else process.env.PULUMI_CONFIG_PASSPHRASE = before;
  }
}

function read(passphrase?: string, given?: Record<string, string>): Promise<StackConfig> {
  const project = readProject(writeProgram({ "Pulumi.ci.yaml": STACK }));
  return withPassphrase(passphrase, () => readStackConfig(project, "ci", given));
}

describe("encrypted configuration", () => {
  after(removePrograms);

  it("is read with the stack's passphrase, and no render keeps it", async () => {
    const { values, shown, secretKeys, encryptedKeys } = await read("correct horse");
    assert.deepEqual(values, {
      "shop:limits": '{"age": 600, "team": "on-call@example.com"}',
      "shop:token": "not-for-anybody",
      "shop:database": '{"password":"pass \\"word\\" one","host":"db"}',
    });
    assert.deepEqual(shown, {
      "shop:limits": "${secret shop:limits}",
      "shop:token": "${secret shop:token}",
      "shop:database": '{"password":"${secret shop:database}","host":"db"}',
    });
    assert.deepEqual(secretKeys, ["shop:limits", "shop:token", "shop:database"]);
    assert.deepEqual(encryptedKeys, []);
  });

  it("is read from the engine's own values, which have no mark, without a passphrase", async () => {
    const given = {
      "shop:limits": '{"age": 600}',
      "shop:token": "not-for-anybody",
      "shop:database": '{"host":"db","password":"pass one"}',
    };
    const { values, shown, encryptedKeys, revealed } = await read(undefined, given);
    assert.deepEqual(values, given);
    assert.deepEqual(encryptedKeys, []);
    assert.equal(shown["shop:token"], "${secret shop:token}");
    assert.equal(revealed["pass one"], "${secret shop:database}");
  });

  const unread: [title: string, passphrase: string | undefined, why: string][] = [
    ["without a passphrase", undefined, "without PULUMI_CONFIG_PASSPHRASE"],
    ["with another stack's passphrase", "wrong", "the passphrase is not this stack's"],
  ];
  for (const [title, passphrase, why] of unread) {
    it(`is a placeholder ${title}, which says so with the key's line`, async () => {
      const { values, encryptedKeys, whyEncrypted, placeOf } = await read(passphrase);
      assert.equal(values["shop:token"], "${secret shop:token}");
      assert.deepEqual(encryptedKeys, ["shop:limits", "shop:token", "shop:database"]);
      assert.equal(whyEncrypted, why);
      assert.equal(placeOf("shop:token"), "Pulumi.ci.yaml:5");
    });
  }

  it("reaches the program, but the render only in an alarm, as a secret", async () => {
    const code = `import * as pulumi from "@pulumi/pulumi"; import * as sns from "@pulumi/aws/sns"; import * as cloudwatch from "@pulumi/aws/cloudwatch";
const config = new pulumi.Config();
const { age, team } = config.requireObject<{ age: number; team: string }>("limits");
new sns.Topic("t", { displayName: "for " + team, tags: { token: config.require("token") } });
new cloudwatch.MetricAlarm("a", { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: age, alarmDescription: team });`;
    const render = await withPassphrase("correct horse", () =>
      renderCode(code, "update", { "Pulumi.ci.yaml": STACK }),
    );
    assert.deepEqual(resourceNamed(render, "t").inputs, {
      displayName: "for ${secret shop:limits}",
      tags: { token: "${secret shop:token}" },
    });
    const alarm = resourceNamed(render, "a");
    assert.equal(alarm.inputs.threshold, 600);
    assert.deepEqual(alarm.secrets, ["alarmDescription"]);
    assert.ok(render.ok && !JSON.stringify(render.config).includes("on-call"));
  });

  it("of a stack without a file is what the engine gives", () => {
    const project = readProject(writeProgram({}));
    const { values, hasFile } = readStackConfig(project, "scratch", { "shop:size": "3" });
    assert.deepEqual([values, hasFile], [{ "shop:size": "3" }, false]);
    assert.throws(() => readStackConfig(project, "scratch"), /no such stack file \(there are: ci\)/);
  });

  it("from Pulumi ESC is what the engine gives, each value a secret", () => {
    const project = readProject(writeProgram({ "Pulumi.ci.yaml": "environment: [prod]\n" }));
    const { values, shown } = readStackConfig(project, "ci", { "shop:key": "from-esc" });
    assert.deepEqual([values, shown], [{ "shop:key": "from-esc" }, { "shop:key": "${secret shop:key}" }]);
  });
});
