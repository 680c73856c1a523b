import assert from "node:assert/strict";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { alarmDeliveryAllowed } from "../../policies/rules/alarmDeliveryAllowed";
import { add, edits, json, Later, mutate, ref, remove, type Edit } from "../support/compliant";
import { keyPolicy, topicPolicy } from "../support/compliantDelivery";
import { judgeEdit } from "./judgeEdit";

const NOBODY = 'so nobody gets alarms "api-elb-5xx", "api-target-5xx", "api-unhealthy-hosts" and 4 more';
const [rootOfKey, cloudWatchOfKey, viaSns] = keyPolicy().Statement;
const [ownerOfTopic, cloudWatchOfTopic] = topicPolicy("alarms").Statement;

const policy = (...Statement: unknown[]) => json({ Version: "2012-10-17", Statement });
const withKey = (id: unknown): Edit => mutate("alarms", { kmsMasterKeyId: id });
const aliased = edits(
  add("topics-alias", {
    type: "aws:kms/alias:Alias",
    inputs: { name: "alias/topics", targetKeyId: ref("topics-key", "keyId") },
    outputs: { arn: "arn:aws:kms:eu-west-1:111111111111:alias/topics" },
  }),
  withKey(ref("topics-alias", "name")),
);
const apart = (...statements: unknown[]): Edit =>
  edits(
    mutate("topics-key", { policy: undefined }),
    add("topics-key-policy", {
      type: "aws:kms/keyPolicy:KeyPolicy",
      inputs: { keyId: ref("topics-key", "id"), policy: policy(...statements) },
    }),
  );
const slack = edits(
  add("slack", {
    type: "aws:lambda/function:Function",
    inputs: { name: "slack" },
    outputs: { arn: "arn:aws:lambda:eu-west-1:111111111111:function:slack" },
  }),
  mutate("api-cpu", { alarmActions: [ref("slack", "arn")], okActions: [ref("slack", "arn")] }),
);
const permission = (principal: string): Edit =>
  add("slack-permission", {
    type: "aws:lambda/permission:Permission",
    inputs: { function: ref("slack", "name"), action: "lambda:InvokeFunction", principal },
  });

const accepted: [string, Edit | undefined][] = [
  ["key and topic let CloudWatch in", undefined],
  ["the topic has no key", mutate("alarms", { kmsMasterKeyId: undefined })],
  ["the topic has SNS's default policy", remove("alarms-policy")],
  [
    "the policy stands on the topic itself",
    edits(
      remove("alarms-policy"),
      mutate("alarms", { policy: policy({ ...cloudWatchOfTopic, Resource: "*" }) }),
    ),
  ],
  ["the key is named by its alias", aliased],
  ["the key's policy is a resource of its own", apart(rootOfKey, cloudWatchOfKey)],
  ["a function may be invoked", edits(slack, permission("lambda.alarms.cloudwatch.amazonaws.com"))],
];

const rejected: [string, Edit, string][] = [
  [
    "the key is the one that AWS manages",
    withKey("alias/aws/sns"),
    `topic "alarms": kmsMasterKeyId is "alias/aws/sns", a key that AWS manages and CloudWatch may not use, ${NOBODY}`,
  ],
  [
    "the managed key's ARN comes from an apply",
    withKey(new Later(["topics-key"], () => "arn:aws:kms:eu-west-1:111111111111:alias/aws/sns")),
    `topic "alarms": kmsMasterKeyId is "arn:aws:kms:eu-west-1:111111111111:alias/aws/sns", a key that AWS manages and CloudWatch may not use, ${NOBODY}`,
  ],
  [
    "the key has its default policy",
    mutate("topics-key", { policy: undefined }),
    `key "topics-key" has the default policy, which lets only the account's own users and roles use it, ${NOBODY}`,
  ],
  [
    "the key lets everybody in through SNS only",
    mutate("topics-key", { policy: policy(rootOfKey, viaSns) }),
    `policy of key "topics-key" does not let cloudwatch.amazonaws.com kms:Decrypt (statement 2 asks for StringEquals kms:CallerAccount, which CloudWatch does not meet), ${NOBODY}`,
  ],
  [
    "the key lets CloudWatch decrypt only",
    mutate("topics-key", { policy: policy({ ...cloudWatchOfKey, Action: "kms:Decrypt" }) }),
    `policy of key "topics-key" does not let cloudwatch.amazonaws.com kms:GenerateDataKey, ${NOBODY}`,
  ],
  [
    "the aliased key shuts CloudWatch out",
    edits(aliased, mutate("topics-key", { policy: policy(rootOfKey) })),
    `policy of key "topics-key" does not let cloudwatch.amazonaws.com kms:Decrypt, ${NOBODY}`,
  ],
  [
    "the key's own policy resource shuts CloudWatch out",
    apart(rootOfKey),
    `policy "topics-key-policy" of key "topics-key" does not let cloudwatch.amazonaws.com kms:Decrypt, ${NOBODY}`,
  ],
  [
    "the topic's policy lets its owner in only",
    mutate("alarms-policy", { policy: policy(ownerOfTopic) }),
    `policy "alarms-policy" of topic "alarms" does not let cloudwatch.amazonaws.com sns:Publish, ${NOBODY}`,
  ],
  [
    "the topic's policy is for alarms of another region",
    mutate("alarms-policy", {
      policy: policy({
        ...cloudWatchOfTopic,
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:*:alarm:*" } },
      }),
    }),
    `policy "alarms-policy" of topic "alarms" does not let cloudwatch.amazonaws.com sns:Publish (statement 1 asks for ArnLike aws:SourceArn, which CloudWatch does not meet), ${NOBODY}`,
  ],
  [
    "a Deny shuts everybody out",
    mutate("alarms-policy", {
      policy: policy(cloudWatchOfTopic, {
        Sid: "shut",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:*",
        Resource: "*",
      }),
    }),
    `policy "alarms-policy" of topic "alarms" does not let cloudwatch.amazonaws.com sns:Publish (statement 2 ("shut") denies it), ${NOBODY}`,
  ],
  [
    "the policy is no document",
    mutate("alarms-policy", { policy: new Later(["alarms"], () => "publish") }),
    `policy "alarms-policy" of topic "alarms" is no policy document, ${NOBODY}`,
  ],
  [
    "a function may be invoked by SNS only",
    edits(slack, permission("sns.amazonaws.com")),
    'function "slack": no permission lets lambda.alarms.cloudwatch.amazonaws.com invoke it, so nobody gets alarm "api-cpu" (api-production-cpu)',
  ],
];

describe("alarm-delivery-allowed", () => {
  for (const shape of ["preview", "update"] as const) {
    for (const [title, edit] of accepted) {
      it(`accepts, in ${shape}, that ${title}`, () => {
        const { findings, unchecked } = judgeEdit(alarmDeliveryAllowed, { edit, shape });
        assert.deepEqual([findings, unchecked], [[], []]);
      });
    }
    for (const [title, edit, message] of rejected) {
      it(`rejects, in ${shape}, that ${title}`, () => {
        assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit, shape }).findings, [message]);
      });
    }
  }

  it("holds the source account against the one that parity.yaml declares", () => {
    const edit = mutate("alarms-policy", {
      policy: policy({
        ...cloudWatchOfTopic,
        Condition: { StringEquals: { "aws:SourceAccount": "333333333333" } },
      }),
    });
    const parity = { accounts: { production: "222222222222" } };
    assert.equal(judgeEdit(alarmDeliveryAllowed, { edit, parity }).findings.length, 1);
    assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit }).findings, []);
  });

  it("lists a condition that it cannot judge as not judged", () => {
    const edit = mutate("alarms-policy", {
      policy: policy({ ...cloudWatchOfTopic, Condition: { StringEquals: { "aws:SourceOrgID": "o-1" } } }),
    });
    assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit }).unchecked, [
      'policy "alarms-policy" of topic "alarms": sns:Publish cannot be judged (statement 1 may allow it)',
    ]);
  });

  it("lists a key of somebody else as not judged, unless parity.yaml lists it", () => {
    const key = "arn:aws:kms:eu-west-1:222222222222:key/1";
    assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit: withKey(key) }).unchecked, [
      `topic "alarms": its key "${key}" is none of this stack, so its policy cannot be seen here`,
    ]);
    const parity = { elsewhere: [{ name: "key", values: { production: key } }] };
    assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit: withKey(key), parity }).unchecked, []);
  });

  it("lists a policy that names its topic as not judged in a first preview without a render", () => {
    const { findings, unchecked } = judgeEdit(alarmDeliveryAllowed, { shape: "preview", renders: false });
    assert.deepEqual(findings, []);
    assert.deepEqual(unchecked, [
      'policy "alarms-policy" of topic "alarms" cannot be checked before deploying',
    ]);
  });

  it("rejects a policy that is not known and depends on nothing", () => {
    const edit = mutate("alarms-policy", { policy: UNKNOWN });
    assert.deepEqual(judgeEdit(alarmDeliveryAllowed, { edit, shape: "preview", renders: false }).findings, [
      `policy "alarms-policy" of topic "alarms" cannot be checked before deploying, ${NOBODY}`,
    ]);
  });
});
