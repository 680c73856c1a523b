import { add, edits, mutate, ref } from "../../support/compliant";
import { ALARM } from "../../support/compliantAlarms";
import { by, rejects, rowsOf, silent, type UnknownRow } from "../row";

const OK = "alarm-ok-action-required";
const ACTION = "alarm-action-required";
const CPU = ALARM.classicCpu;
const COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const TOPIC = { alarmActions: [ref("alarms", "arn")], okActions: [ref("alarms", "arn")] };
const SILENT = { alarmActions: undefined, okActions: undefined };

/** What an unknown list of actions is, by where it comes from. */
function routes(field: string, empty: RegExp) {
  const open = rejects(
    new RegExp(`: ${field} is known only after deploying and comes from no topic or function`),
  );
  return {
    nothing: open,
    named: ["alarms", silent("it comes from the topic, which identifies it")] as const,
    other: ["elk-broker-lb", open] as const,
    shown: [[], rejects(empty)] as const,
  };
}

const composite = (alarmRule: string, more = {}) =>
  edits(
    mutate(CPU, SILENT),
    add("all", {
      type: COMPOSITE,
      inputs: { alarmName: "all", alarmRule, alarmDescription: "Both.", ...TOPIC, ...more },
    }),
  );
const suppressed = (rule: string) =>
  edits(
    composite(`ALARM(elk-broker-production-cpu)`, {
      actionsSuppressor: { alarm: "quiet", waitPeriod: 60, extensionPeriod: 60 },
    }),
    add("quiet", {
      type: COMPOSITE,
      inputs: { alarmName: "quiet", alarmDescription: "Maintenance.", alarmRule: rule, ...TOPIC },
      outputs: { arn: "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:quiet" },
    }),
  );
const routed = composite("ALARM(elk-broker-production-cpu)");
const body = add("body", {
  type: "aws:cloudformation/stack:Stack",
  inputs: { templateBody: '{"Resources":{}}' },
});
const MUTING = JSON.stringify({
  Resources: {
    Quiet: {
      Type: "AWS::CloudWatch::AlarmMuteRule",
      Properties: { Rule: { Schedule: { Expression: "at(2026-12-01T02:00)", Duration: "PT2H" } } },
    },
  },
});
const mute = add("quiet", {
  type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
  inputs: {
    name: "quiet",
    rule: { schedule: { expression: "cron(0 2 * * *)", duration: "PT2H" } },
    expireDate: "2027-01-01T00:00:00Z",
    muteTargets: { alarmNames: ["all"] },
  },
});
const schedule = rejects(/^mute rule "quiet": its schedule is known only after deploying/);
const noOk = rejects(/okActions is empty/);
const noAction = rejects(/alarmActions is empty/);
const suppressor = rejects(/: actionsSuppressor is known only after deploying/);

/** What a first preview does not know of who is told. */
export const actions: readonly UnknownRow[] = [
  ...rowsOf(OK, CPU, {
    okActions: { ...routes("okActions", /okActions is empty/), reads: ["okActions"] },
    "okActions[0]": { ...routes("okActions", /okActions is empty/), shown: ["", noOk] },
    alarmActions: {
      ...routes("alarmActions", /but alarmActions to nothing/),
      reads: ["alarmActions"],
    },
    "alarmActions[0]": {
      ...routes("alarmActions", /but alarmActions to nothing/),
      shown: ["", rejects(/but alarmActions to nothing/)],
    },
    "okActions[1]": { nothing: silent("the list comes from the topic too, and one route is enough") },
    name: {
      stack: routed,
      nothing: noOk,
      reads: ["name", "MetricAlarm.name", "MetricAlarm.arn", "MetricAlarm.id"],
    },
  }),
  ...rowsOf(OK, "all", {
    alarmRule: {
      stack: routed,
      offender: CPU,
      nothing: noOk,
      named: [CPU, silent("it comes from the child")],
      reads: ["alarmRule"],
    },
    actionsEnabled: {
      stack: routed,
      offender: CPU,
      nothing: noOk,
      reads: [
        "actionsEnabled",
        "CompositeAlarm.name",
        "CompositeAlarm.arn",
        "CompositeAlarm.id",
        "AlarmMuteRule.arn",
        "Topic.arn",
      ],
    },
  }),
  ...rowsOf(OK, "body", { templateBody: { stack: body, nothing: rejects(/its definition is known only/) } }),

  ...rowsOf(ACTION, CPU, {
    alarmActions: { ...routes("alarmActions", /alarmActions is empty/), reads: ["alarmActions"] },
    "alarmActions[0]": { ...routes("alarmActions", /alarmActions is empty/), shown: ["", noAction] },
    "alarmActions[1]": { nothing: silent("the list comes from the topic too, and one route is enough") },
    okActions: {
      nothing: by(OK),
      reads: ["okActions"],
      shown: [["arn:aws:s3:::logs"], rejects(/okActions has arn:aws:s3:::logs/)],
    },
    insufficientDataActions: {
      ...routes("insufficientDataActions", /insufficientDataActions has x/),
      reads: ["insufficientDataActions"],
      shown: [["x"], rejects(/insufficientDataActions has x/)],
    },
    "insufficientDataActions[0]": { nothing: rejects(/insufficientDataActions is known only/) },
    actionsEnabled: {
      nothing: rejects(/actionsEnabled is known only/),
      named: ["alarms", rejects(/actionsEnabled is known only/)],
      shown: [false, rejects(/actionsEnabled is false/)],
      reads: ["actionsEnabled"],
    },
    region: {
      nothing: silent("the provider's own region"),
      leftOut: silent("the provider's own region"),
      named: ["alarms", rejects(/region is known only/)],
      shown: ["us-east-1", rejects(/us-east-1/)],
      reads: ["MetricAlarm.region", "CompositeAlarm.region"],
    },
    name: {
      stack: routed,
      nothing: noAction,
      reads: ["name", "MetricAlarm.name", "MetricAlarm.arn", "MetricAlarm.id"],
    },
  }),
  ...rowsOf(ACTION, "all", {
    alarmRule: {
      stack: routed,
      offender: CPU,
      nothing: noAction,
      named: [CPU, silent("it comes from the child")],
      reads: ["alarmRule", "CompositeAlarm.name", "CompositeAlarm.arn", "CompositeAlarm.id", "Topic.arn"],
    },
    actionsEnabled: { stack: routed, offender: CPU, nothing: noAction },
  }),
  ...rowsOf(ACTION, "alarms", {
    region: {
      on: CPU,
      nothing: silent("the provider's own region"),
      leftOut: silent("the provider's own region"),
      reads: ["Topic.region"],
    },
  }),
  ...rowsOf(ACTION, "body", {
    templateBody: { stack: body, nothing: rejects(/its definition is known only/) },
  }),

  ...rowsOf("alarm-not-muted", "quiet", {
    rule: {
      stack: mute,
      nothing: schedule,
      named: ["topics-key", schedule],
      shown: [null, rejects(/is none that CloudWatch knows/)],
      reads: ["AlarmMuteRule.rule"],
    },
    "rule.schedule": { stack: mute, nothing: schedule, reads: ["AlarmMuteRule.rule.schedule"] },
    "rule.schedule.expression": {
      stack: mute,
      nothing: schedule,
      shown: ["cron(* * * * *)", rejects(/covers all time/)],
      reads: ["AlarmMuteRule.rule.schedule.expression"],
    },
    "rule.schedule.duration": {
      stack: mute,
      nothing: schedule,
      shown: ["P1D", rejects(/covers all time/)],
      reads: ["AlarmMuteRule.rule.schedule.duration"],
    },
    expireDate: {
      stack: mute,
      nothing: schedule,
      shown: ["", rejects(/has no expireDate/)],
      reads: ["AlarmMuteRule.expireDate"],
    },
    muteTargets: { stack: mute, nothing: silent("a mute is judged whatever it mutes") },
    alarmRule: {
      stack: suppressed("ALARM(elk-broker-production-unhealthy-hosts)"),
      nothing: by("alarm-window-valid"),
      named: [ALARM.classicHosts, silent("it comes from another alarm")],
      shown: ["NOT FALSE", rejects(/is always in ALARM \(NOT FALSE\)/)],
      offender: "all",
      reads: ["alarmRule"],
    },
  }),
  ...rowsOf("alarm-not-muted", "body", {
    templateBody: {
      stack: body,
      nothing: by("alarm-statistic-allowed"),
      shown: [MUTING, rejects(/^mute rule "body\/Quiet": it silences alarms/)],
      reads: ["Stack.templateBody", "Stack.parameters"],
    },
  }),
  ...rowsOf("alarm-not-muted", "all", {
    actionsSuppressor: {
      stack: suppressed("ALARM(elk-broker-production-unhealthy-hosts)"),
      nothing: suppressor,
      named: ["quiet", silent("it comes from an alarm that ends")],
      other: ["topics-key", suppressor],
      reads: ["actionsSuppressor"],
    },
    "actionsSuppressor.alarm": {
      stack: suppressed("ALARM(elk-broker-production-unhealthy-hosts)"),
      nothing: suppressor,
      named: ["quiet", silent("it comes from an alarm that ends")],
      shown: ["elk-broker-production-cpu", rejects(/is in ALARM whenever this one is/)],
      reads: ["actionsSuppressor.alarm"],
    },
    alarmRule: {
      stack: suppressed("ALARM(elk-broker-production-unhealthy-hosts)"),
      nothing: by("alarm-window-valid"),
    },
  }),
];
