import assert from "node:assert/strict";
import { alarmTopicsSubscribed } from "../../policies/rules/alarmTopicsSubscribed";
import { add, applied, edits, Later, mutate, ref, remove, type Edit } from "../support/compliant";
import { judgeEdit } from "./judgeEdit";

const CENTRAL = "arn:aws:sns:eu-west-1:222222222222:central";
const NOBODY = 'so nobody gets alarms "api-elb-5xx", "api-target-5xx", "api-unhealthy-hosts" and 4 more';
const UNSUBSCRIBED = `topic "alarms": it has no subscription, ${NOBODY}`;
const slack = add("slack", {
  type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
  inputs: { configurationName: "slack", snsTopicArns: [ref("alarms", "arn")] },
});
const literal = mutate("api-cpu", { alarmActions: [CENTRAL], okActions: [CENTRAL] });
const read = edits(
  add("central", {
    type: "aws:sns/topic:Topic",
    external: true,
    inputs: {},
    outputs: { id: CENTRAL, arn: CENTRAL },
  }),
  mutate("api-cpu", { alarmActions: [ref("central", "arn")], okActions: [ref("central", "arn")] }),
);
const foreign = `alarm "api-cpu" (api-production-cpu): goes to the topic "${CENTRAL}", which is none of this stack, and parity.yaml does not list it under elsewhere, so nobody says that it is live and subscribed`;
const elsewhere = { elsewhere: [{ name: "central", values: { production: CENTRAL } }] };

const accepted: [string, Edit | undefined][] = [
  ["the team is subscribed", undefined],
  ["chat alone is subscribed", edits(remove("alarms-team"), slack)],
  [
    "the list of a chat's topics is made in an apply",
    edits(
      remove("alarms-team"),
      slack,
      mutate("slack", { snsTopicArns: new Later(["alarms"], (o) => [o("alarms", "arn")]) }),
    ),
  ],
  ["a topic without alarms has none", remove("notifications-team")],
  ["an empty filter lets all through", mutate("alarms-team", { filterPolicy: "{}" })],
];
const rejected: [string, Edit, string][] = [
  ["the subscription is left out", remove("alarms-team"), UNSUBSCRIBED],
  [
    "the subscription is to another topic",
    mutate("alarms-team", { topic: ref("notifications", "arn") }),
    UNSUBSCRIBED,
  ],
  [
    "the only subscription filters on attributes",
    mutate("alarms-team", { filterPolicy: '{"severity":["high"]}' }),
    `topic "alarms": its only subscriptions ("alarms-team") have a filterPolicy on message attributes, and CloudWatch sends none, ${NOBODY}`,
  ],
  ["a literal topic is nobody's", literal, foreign],
  ["a topic that is read is nobody's", read, foreign],
];

describe("alarm-topics-subscribed", () => {
  for (const shape of ["preview", "update"] as const) {
    for (const [title, edit] of accepted) {
      it(`accepts, in ${shape}, that ${title}`, () => {
        const { findings, unchecked } = judgeEdit(alarmTopicsSubscribed, { edit, shape });
        assert.deepEqual([findings, unchecked], [[], []]);
      });
    }
    for (const [title, edit, message] of rejected) {
      it(`rejects, in ${shape}, that ${title}`, () => {
        assert.deepEqual(judgeEdit(alarmTopicsSubscribed, { edit, shape }).findings, [message]);
      });
    }
    for (const [title, edit] of [
      ["a literal", literal],
      ["a read", read],
    ] as const) {
      it(`accepts, in ${shape}, ${title} topic that parity.yaml lists under elsewhere`, () => {
        const { findings, unchecked } = judgeEdit(alarmTopicsSubscribed, { edit, shape, parity: elsewhere });
        assert.deepEqual([findings, unchecked], [[], []]);
      });
    }
  }

  it("names the topic as the offender, and the subscription to make", () => {
    const { of, fixes } = judgeEdit(alarmTopicsSubscribed, { edit: remove("alarms-team") });
    assert.deepEqual(of, ["alarms"]);
    assert.match(fixes[0] ?? "", /^new aws\.sns\.TopicSubscription\("…", \{topic: alarms\.arn/);
  });

  it("asks for no subscription in ci, and in every stack that the configuration names", () => {
    const given = { stack: "ci", edit: remove("alarms-team") };
    assert.deepEqual(judgeEdit(alarmTopicsSubscribed, given).findings, []);
    const { findings } = judgeEdit(alarmTopicsSubscribed, {
      ...given,
      config: { subscribedStacks: ["ci"] },
    });
    assert.deepEqual(findings, [UNSUBSCRIBED]);
  });

  it("lists a topic of another stack's outputs as not judged", () => {
    const edit = edits(
      add("network", { type: "pulumi:pulumi:StackReference", inputs: { name: "acme/network/prod" } }),
      mutate("api-cpu", {
        alarmActions: [ref("network", "topicArn")],
        okActions: [ref("network", "topicArn")],
      }),
    );
    for (const shape of ["preview", "update"] as const) {
      const { findings, unchecked } = judgeEdit(alarmTopicsSubscribed, { edit, shape });
      assert.deepEqual([findings, unchecked.length], [[], 1]);
      assert.match(
        unchecked[0] ?? "",
        /comes from outside this stack: its subscriptions cannot be seen here$/,
      );
    }
  });

  for (const shape of ["preview", "update"] as const) {
    it(`lists, in ${shape}, that a body filter is all that is subscribed, literal or made in an apply`, () => {
      for (const filterPolicy of ['{"a":["b"]}', applied("alarms", '{"a":["b"]}')]) {
        const edit = mutate("alarms-team", { filterPolicy, filterPolicyScope: "MessageBody" });
        assert.deepEqual(judgeEdit(alarmTopicsSubscribed, { edit, shape }).unchecked, [
          `topic "alarms": its only subscriptions ("alarms-team") filter by the message's body, and whether that lets alarms through is not judged`,
        ]);
      }
    });
  }

  it("believes dependencies where there is no render", () => {
    assert.deepEqual(judgeEdit(alarmTopicsSubscribed, { shape: "preview", renders: false }).findings, []);
  });
});
