import { reject, rejects, type Row } from "../row";

const invalid = rejects(reject("alarm-window-valid", "jobs"));

/** Values that a rule must survive: it never throws, and says what is wrong where something is. */
export const odd: readonly Row[] = [
  {
    title: "a metric's name of odd characters is unchecked",
    program: `alarm("jobs", { namespace: "Shop/Jobs", metricName: "a.b*(c)[d]$ %s \\u{1F600}\\n", dimensions: { "Job Kind": "x\${y}" } });`,
    expect: { passes: true, unchecked: /Shop\/Jobs/ },
  },
  {
    title: "names in other scripts",
    program: `alarm("τέστ-ジョブ", { name: "ジョブ-" + stack, alarmDescription: "Ünïcödé" });`,
    expect: { passes: true },
  },
  {
    title: "names that JavaScript objects have of their own",
    program: `alarm("constructor", { namespace: "AWS/constructor", metricName: "__proto__", statistic: "Sum", dimensions: { constructor: "a" } });
alarm("toString", { namespace: "constructor", metricName: "toString", statistic: "Sum", dimensions: { hasOwnProperty: "x" } });
alarm("valueOf", { metricName: "hasOwnProperty", statistic: "Sum" });`,
    expect: { passes: true, unchecked: /toString/ },
  },
  {
    title: "a threshold of 1e308",
    program: `alarm("jobs", { threshold: 1e308 });`,
    expect: { covered: "Whether a threshold is wise" },
  },
  {
    title: "a threshold that is not a number",
    program: `alarm("jobs", { threshold: NaN });`,
    expect: rejects(reject("alarm-window-valid", "jobs"), reject("alarm-parity", "jobs")),
  },
  { title: "a threshold that is null", program: `alarm("jobs", { threshold: null });`, expect: invalid },
  { title: "a period that is text", program: `alarm("jobs", { period: "minute" });`, expect: invalid },
  { title: "a period of 1e21 seconds", program: `alarm("jobs", { period: 1e21 });`, expect: invalid },
  { title: "a negative period", program: `alarm("jobs", { period: -60 });`, expect: invalid },
  {
    title: "half an evaluation period",
    program: `alarm("jobs", { evaluationPeriods: 0.5 });`,
    expect: invalid,
  },
  {
    title: "six alarm actions",
    program: `alarm("jobs", { alarmActions: Array.from({ length: 6 }, (_, i) => i === 0 ? topic.arn : "arn:aws:sns:eu-west-1:111111111111:t" + i) });`,
    parity:
      "stacks: [staging, production]\nelsewhere:\n" +
      [1, 2, 3, 4, 5]
        .map(
          (i) =>
            `  - name: t${i}\n    values: { staging: "arn:aws:sns:eu-west-1:111111111111:t${i}", production: "arn:aws:sns:eu-west-1:111111111111:t${i}" }\n`,
        )
        .join(""),
    expect: invalid,
  },
  {
    title: "metric queries that are an object, numbers and null",
    program: `alarm("jobs", { metricQueries: [null, 7, { id: null, metric: 3 }] });`,
    expect: rejects(
      reject("alarm-window-valid", "jobs"),
      reject("alarm-statistic-allowed", "jobs"),
      reject("alarm-can-fire", "jobs"),
    ),
  },
  {
    title: "a rule of brackets that never close",
    program: `composite("jobs", { alarmRule: "((((ALARM(" + "(".repeat(5000) });`,
    expect: rejects(reject("alarm-window-valid", "jobs", { message: /is no rule that CloudWatch can read/ })),
  },
  {
    title: "a template that is no JSON",
    program: `alarm("age"); new aws.cloudformation.Stack("jobs", { templateBody: "{ : [ }" });`,
    expect: { passes: true, unchecked: /does not parse/ },
  },
  {
    title: "a topic policy that is no JSON",
    program: `const deaf = new aws.sns.Topic("deaf", { policy: "{" });
new aws.sns.TopicSubscription("deaf", { topic: deaf.arn, protocol: "email", endpoint: "team@example.com" });
alarm("jobs", { alarmActions: [deaf.arn], okActions: [deaf.arn] });`,
    expect: rejects(reject("alarm-delivery-allowed", "deaf")),
  },
  {
    title: "actions that are numbers and objects",
    program: `alarm("jobs", { okActions: [7, { arn: "x" }] });`,
    expect: rejects(reject("alarm-ok-action-required", "jobs")),
  },
  {
    title: "action lists that are one text",
    program: `alarm("jobs", { alarmActions: topic.arn, okActions: topic.arn });`,
    expect: rejects(reject("alarm-action-required", "jobs"), reject("alarm-ok-action-required", "jobs")),
  },
];
