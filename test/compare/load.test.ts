import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findParityFile, loadParityFile } from "../../parity/compare";
import { InputError } from "../../parity/render/inputError";

const GOOD = `stacks: [ci, staging, production]
sizes:
  - type: aws:autoscaling/group:Group
    fields: [minSize]
elsewhere:
  - name: central
    values: {ci: "arn:a", staging: "arn:b", production: "arn:c"}
accounts: {ci: "111111111111", scratch: "222222222222"}
exceptions:
  - alarm: api-low-traffic
    only: [production]
    reason: Too little traffic.
    expires: 2027-06-30
  - alarm: api-latency
    parent: my:app:Service
    field: threshold
    in: [ci]
    reason: Small.
  - resource: aws:sns/topicSubscription:TopicSubscription team
    only: [staging, production]
    reason: Opt-in.
`;

/** [title, what is replaced, by what, the message behind the file's name] */
const INVALID: [title: string, from: string, to: string, message: string][] = [
  [
    "an unknown key of an exception",
    "    reason: Too little",
    "    reson: Too little",
    '12: unknown key "reson"; did you mean "reason"?',
  ],
  ["an unknown key of the file", "sizes:", "size:", '2: unknown key "size"; did you mean "sizes"?'],
  [
    "an unknown key of a size",
    "    fields: [minSize]",
    "    field: [minSize]",
    '4: unknown key "field"; did you mean "fields"?',
  ],
  [
    "YAML that does not parse",
    "stacks: [ci, staging, production]",
    "stacks: [ci, staging",
    "2: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  ["one key twice", "    expires: 2027-06-30", "    reason: Again.", "13: not YAML: Map keys must be unique"],
  [
    "an alias of nothing",
    "reason: Small.",
    "reason: *nothing",
    "1: not YAML: Unresolved alias (the anchor must be set before the alias): nothing",
  ],
  ["no stacks", "stacks: [ci, staging, production]\n", "", "1: stacks: is missing; it must be a list"],
  [
    "an empty list of stacks",
    "stacks: [ci, staging, production]",
    "stacks: []",
    "1: stacks: names no stack; name at least one",
  ],
  [
    "text where a list belongs",
    "    only: [production]",
    "    only: production",
    '11: exceptions[0].only: must be a list, not the string "production"',
  ],
  [
    "an account that is no text",
    '"111111111111"',
    "111111111111",
    '8: accounts.ci: must be text, not the number 111111111111; put it in quotes: "111111111111"',
  ],
  [
    "an account that is none",
    '"111111111111"',
    '"1111"',
    "8: accounts.ci: is no AWS account; it has twelve digits",
  ],
  [
    "a day that is no date",
    "2027-06-30",
    "2027-06-31",
    "13: exceptions[0].expires: is no date; write it as YYYY-MM-DD",
  ],
  [
    "a date in another form",
    "2027-06-30",
    "30.6.2027",
    "13: exceptions[0].expires: is no date; write it as YYYY-MM-DD",
  ],
  [
    "neither alarm nor resource",
    "  - alarm: api-low-traffic\n    only",
    "  - only",
    '10: exceptions[0]: give either "alarm" or "resource"',
  ],
  [
    "both alarm and resource",
    "    only: [production]",
    "    resource: a:b:C d\n    only: [production]",
    '10: exceptions[0]: give either "alarm" or "resource"',
  ],
  [
    "both only and field",
    "    in: [ci]",
    "    in: [ci]\n    only: [ci]",
    '14: exceptions[1]: give either "only", or "field" and "in"',
  ],
  [
    "neither only nor field",
    "    only: [production]\n",
    "",
    '10: exceptions[0]: give either "only", or "field" and "in"',
  ],
  [
    "a field without stacks",
    "    in: [ci]\n",
    "",
    '14: exceptions[1]: "in" is missing; "field" and "in" go together',
  ],
  [
    "stacks without a field",
    "    field: threshold\n",
    "",
    '14: exceptions[1]: "field" is missing; "field" and "in" go together',
  ],
  [
    "an exception for no stack",
    "only: [production]",
    "only: []",
    "11: exceptions[0].only: names no stack; name at least one",
  ],
  [
    "a resource without a name",
    "TopicSubscription team",
    "TopicSubscription",
    "19: exceptions[2].resource: must be the resource's type, a space, and its logical name",
  ],
  [
    "a stack twice",
    "[ci, staging, production]\nsizes",
    "[ci, staging, ci]\nsizes",
    '1: stacks: stack "ci" is there twice',
  ],
  [
    "a type of sizes twice",
    "    fields: [minSize]",
    "    fields: [minSize]\n  - type: aws:autoscaling/group:Group\n    fields: [maxSize]",
    '5: sizes: type "aws:autoscaling/group:Group" is there twice',
  ],
  [
    "an exception twice",
    "  - alarm: api-latency\n    parent: my:app:Service\n    field: threshold\n    in: [ci]",
    "  - alarm: api-low-traffic\n    only: [ci]",
    '14: exceptions[1]: alarm "api-low-traffic" has this exception in line 10 already; make it one',
  ],
  [
    "an alarm among the sizes",
    "aws:autoscaling/group:Group",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "3: sizes: aws:cloudwatch/metricAlarm:MetricAlarm is an alarm or holds some, and a field of an alarm is never a size; compare with the size's own metric, or write an exception with its reason",
  ],
  [
    "a mistyped stack among the accounts",
    "scratch: ",
    "stagin: ",
    '8: accounts: unknown stack "stagin"; did you mean "staging"?',
  ],
  [
    "a mistyped stack under elsewhere",
    'staging: "arn:b"',
    'stagng: "arn:b"',
    '7: elsewhere.0.values: unknown stack "stagng"; did you mean "staging"?',
  ],
];

describe("loadParityFile", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "parity-"));
    mkdirSync(join(dir, "policies"));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  function load(text: string) {
    const path = join(dir, "policies", "parity.yaml");
    writeFileSync(path, text);
    return loadParityFile(path);
  }

  it("reads every part of the file, with the line of each exception", () => {
    const file = load(GOOD);
    assert.deepEqual(file.stacks, ["ci", "staging", "production"]);
    assert.deepEqual(file.sizes, [{ type: "aws:autoscaling/group:Group", fields: ["minSize"] }]);
    assert.deepEqual(file.elsewhere, [
      { name: "central", values: { ci: "arn:a", staging: "arn:b", production: "arn:c" } },
    ]);
    assert.deepEqual(file.accounts, { ci: "111111111111", scratch: "222222222222" });
    assert.deepEqual(file.exceptions, [
      {
        kind: "alarm",
        name: "api-low-traffic",
        only: ["production"],
        reason: "Too little traffic.",
        expires: "2027-06-30",
        line: 10,
      },
      {
        kind: "alarm",
        name: "api-latency",
        parent: "my:app:Service",
        field: "threshold",
        in: ["ci"],
        reason: "Small.",
        line: 14,
      },
      {
        kind: "resource",
        name: "aws:sns/topicSubscription:TopicSubscription team",
        only: ["staging", "production"],
        reason: "Opt-in.",
        line: 19,
      },
    ]);
  });

  it("needs nothing but the stacks", () => {
    const { sizes, elsewhere, accounts, exceptions } = load("stacks: [ci]\nexceptions:\n");
    assert.deepEqual(
      { sizes, elsewhere, accounts, exceptions },
      { sizes: [], elsewhere: [], accounts: {}, exceptions: [] },
    );
  });

  for (const [title, given] of [
    ["left out", ""],
    ["empty", "    reason: ''\n"],
    ["blank", '    reason: "  "\n'],
    ["without a value", "    reason:\n"],
  ] as const) {
    it(`reads an exception whose reason is ${title}, so that a policy can tell`, () => {
      const { exceptions } = load(GOOD.replace("    reason: Too little traffic.\n", given));
      assert.equal(exceptions[0]!.reason, "");
    });
  }

  for (const [title, from, to, message] of INVALID) {
    it(`refuses ${title}, naming file and line`, () => {
      assert.ok(GOOD.includes(from), "the replaced text must be there");
      assert.throws(
        () => load(GOOD.replace(from, to)),
        (error) => {
          assert.ok(error instanceof InputError, String(error));
          assert.equal(error.message, `policies/parity.yaml:${message}`);
          return true;
        },
      );
    });
  }

  it("refuses a file that holds no map", () => {
    assert.throws(() => load("- stacks\n"), {
      message: "policies/parity.yaml:1: must be a map of keys to values, not a list",
    });
    assert.throws(() => load(""), {
      message: "policies/parity.yaml:1: is missing; it must be a map of keys to values",
    });
  });

  it("refuses a file that cannot be read", () => {
    const path = join(dir, "nowhere.yaml");
    assert.throws(() => loadParityFile(path), {
      name: "InputError",
      message: `${path}: cannot be read (ENOENT); give the path of a parity.yaml`,
    });
  });

  it("is found in policies/ first, then beside Pulumi.yaml", () => {
    assert.equal(findParityFile(dir), undefined);
    writeFileSync(join(dir, "parity.yaml"), "stacks: [ci]");
    assert.equal(findParityFile(dir), join(dir, "parity.yaml"));
    writeFileSync(join(dir, "policies", "parity.yaml"), "stacks: [ci]");
    assert.equal(findParityFile(dir), join(dir, "policies", "parity.yaml"));
  });

  it("reads this project's own file", () => {
    const file = loadParityFile(resolve(__dirname, "../../policies/parity.yaml"));
    assert.deepEqual(
      file.exceptions.map(({ name, only }) => [name, only]),
      [
        ["api-low-traffic", ["production"]],
        ["aws:sns/topicSubscription:TopicSubscription *", ["staging", "production"]],
        ...[
          "api-external",
          "alarm-parity:monitor:ExternalMonitor api-monitor",
          "alarm-parity:topics:MailTopic external",
          "aws:lb/listener:Listener api-https",
          "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule api-lb-from-clients-443",
        ].map((name) => [name, ["ci", "staging", "production"]]),
        ...[
          "aws:cloudwatch/dashboard:Dashboard api-dashboard",
          "aws:lb/listener:Listener api-http",
          "aws:lb/listener:Listener *-internal",
          "aws:lb/listener:Listener *-internal",
          "aws:ec2/launchTemplate:LaunchTemplate elk-logstash-template",
          "aws:ec2/launchTemplate:LaunchTemplate elk-broker-template",
          "aws:ec2/launchTemplate:LaunchTemplate log-shipper-template",
        ].map((name) => [name, undefined]),
      ],
    );
  });
});
