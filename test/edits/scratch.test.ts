import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Copy } from "../support/copy";

describe("a scratch stack, whose file says where it lives and nothing else", () => {
  let copy: Copy;
  beforeEach(() => {
    copy = new Copy();
    writeFileSync(join(copy.dir, "Pulumi.scratch-me.yaml"), "config:\n  aws:region: eu-west-1\n");
  });
  afterEach(() => {
    copy.remove();
  });

  it("passes with defaults: the listed stacks' alarms but the monitor outside, and two topics", () => {
    const { code, text, report } = copy.check();
    assert.equal(code, 0, text);
    const alarms = new Map(report?.stacks.map(({ name, alarms: own }) => [name, own.length]));
    assert.equal(alarms.get("scratch-me"), alarms.get("ci")! - 1);
    assert.match(text, /api-external +✓ +✓ +✓ +–/);
    assert.match(text, /excepted: A scratch stack has no public name/);
  });

  it("is told of an alarm that it drops, and nobody else is", () => {
    copy.replace(
      "components/alarms/create.ts",
      "rows\n    .filter(",
      'rows\n    .filter(({ row }) => !(stack === "scratch-me" && row.name === "cpu"))\n    .filter(',
    );
    const { code, text, report } = copy.check();
    assert.equal(code, 1, text);
    assert.deepEqual(
      report?.violations.map(({ policy, stack, resource }) => [policy, stack, resource]).sort(),
      [
        ...["api", "elk-broker", "elk-elasticsearch", "elk-logstash", "log-shipper"].map((service) => [
          "alarm-parity",
          "scratch-me",
          `${service}-cpu`,
        ]),
      ],
      text,
    );
  });

  it("has a monitor outside as soon as it has a public name, and is held to the listed ones there too", () => {
    copy.append(
      "Pulumi.scratch-me.yaml",
      [
        "  alarm-parity:host: me.example.com",
        "  alarm-parity:certificateArn: arn:aws:acm:eu-west-1:111111111111:certificate/0c1f7a52",
      ].join("\n"),
    );
    copy.replace(
      "components/externalMonitor.ts",
      "failureThreshold: 3",
      'failureThreshold: host.startsWith("me") ? 9 : 3',
    );
    const { code, text, report } = copy.check();
    assert.equal(code, 1, text);
    assert.deepEqual(
      report?.violations.map(({ policy, stack, resource }) => [policy, stack, resource]),
      [["stack-parity", "scratch-me", "api-check"]],
      text,
    );
  });
});

describe("the chat channel of a stack", () => {
  const SLACK = "config:\n  alarm-parity:slack: { workspaceId: T0EXAMPLE1, channelId: C0EXAMPLE1 }";
  const EXCEPTION = `exceptions:
  - resource: alarm-parity:chat:SlackChannel slack
    only: [staging, production]
    reason: Nobody is on call for ci, so its alarms go to no channel.`;

  it("may be in the stacks that parity.yaml names, and is a violation where it does not", () => {
    const copy = new Copy();
    try {
      for (const stack of ["staging", "production"])
        copy.replace(
          `Pulumi.${stack}.yaml`,
          "config:",
          SLACK.replace("C0EXAMPLE1", `C0${stack.toUpperCase()}`),
        );
      const { code, text, report } = copy.check();
      assert.equal(code, 1, text);
      const found = report?.violations.map(({ policy, stack, resource }) => `${policy} ${stack} ${resource}`);
      const all = ["ci", "production", "staging"].map((stack) => `stack-parity ${stack} slack`);
      assert.deepEqual([...new Set(found)].sort(), all, text);
      assert.match(text, /SlackChannel "slack"/);

      copy.replace("policies/parity.yaml", "exceptions:", EXCEPTION);
      const granted = copy.check();
      assert.equal(granted.code, 0, granted.text);
      assert.match(granted.text, /excepted: Nobody is on call for ci, so its alarms go to no channel/);
    } finally {
      copy.remove();
    }
  });
});
