import { reject, rejects, type Row } from "../row";

/** Another alarm in one stack than in its siblings. */
export const differences: readonly Row[] = [
  {
    title: "an alarm built only if the stack is production",
    program: `alarm("age"); if (stack === "production") alarm("jobs");`,
    expect: rejects(reject("alarm-parity", "jobs")),
  },
  {
    title: "an alarm built only where getStack() !== production, inside apply",
    program: `alarm("age"); topic.arn.apply(() => { if (pulumi.getStack() !== "production") alarm("jobs"); });`,
    expect: { rejects: [reject("alarm-parity", "jobs")], unchecked: /first preview/ },
  },
  {
    title: "an alarm that a variable of the environment takes away from what is deployed",
    program: `alarm("age"); if (process.env.QUIET === undefined) alarm("jobs");`,
    engineOnly: `process.env.QUIET = "1";`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /not in what is being deployed/ })),
  },
  {
    title: "an alarm that a variable of the environment adds to what is deployed",
    program: `alarm("age"); if (process.env.MORE !== undefined) alarm("jobs");`,
    engineOnly: `process.env.MORE = "1";`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /not in our render/ })),
  },
  {
    title: "a threshold that a variable of the environment changes in what is deployed",
    program: `alarm("jobs", { threshold: Number(process.env.LIMIT ?? 600) });`,
    engineOnly: `process.env.LIMIT = "90000";`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /90000.*600/ })),
  },
  {
    title: "an environment variable that nobody sets while the program is checked",
    program: `alarm("age"); if (process.env.MORE !== undefined) alarm("jobs");`,
    expect: {
      covered:
        "`check` runs a program without your environment variables, so what they change shows in `pulumi preview` only",
    },
  },
  {
    title: "a threshold from config",
    program: `alarm("jobs", { threshold: new pulumi.Config().getNumber("limit") ?? 600 });`,
    files: { "Pulumi.production.yaml": "config:\n  aws:region: eu-west-1\n  shop:limit: 90000\n" },
    expect: rejects(reject("alarm-parity", "jobs", { message: /threshold/ })),
  },
  {
    title: "a random threshold",
    program: `alarm("jobs", { threshold: 600 + Math.floor(Math.random() * 1e9) });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /threshold/ })),
  },
  {
    title: "a threshold from the clock",
    program: `alarm("jobs", { threshold: Number(process.hrtime.bigint() % 1000000007n) });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /threshold/ })),
  },
  {
    title: "a dimension of one stack alone",
    program: `alarm("jobs", { dimensions: { QueueName: stack === "production" ? "jobs" : "idle" } });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /QueueName/ })),
  },
  {
    title: "a longer hold in one stack",
    program: `alarm("jobs", { evaluationPeriods: stack === "production" ? 60 : 5 });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /evaluationPeriods/ })),
  },
  {
    title: "a warm-up of one day in one stack",
    program: `alarm("jobs", stack === "production" ? { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 1440 } } : {});`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /warmUp/ })),
  },
  {
    title: "a warm-up of two days in one stack, which is longer than CloudWatch allows",
    program: `alarm("jobs", stack === "production" ? { warmUpConfiguration: { warmUpPeriodDurationInMinutes: 2881 } } : {});`,
    expect: rejects(
      reject("alarm-parity", "jobs"),
      reject("alarm-window-valid", "jobs", { stacks: ["production"] }),
    ),
  },
  {
    title: "an action suppressor in one stack",
    program: `const quiet = alarm("quiet"); const child = alarm("jobs");
composite("all", {
  alarmRule: pulumi.interpolate\`ALARM(\${child.name})\`,
  ...(stack === "production" ? { actionsSuppressor: { alarm: quiet.name, waitPeriod: 60, extensionPeriod: 600 } } : {}),
});`,
    expect: rejects(reject("alarm-parity", "all", { message: /actionsSuppressor/ })),
  },
  {
    title: "a third topic in one stack alone",
    program: `const extra = new aws.sns.Topic("extra");
new aws.sns.TopicSubscription("extra", { topic: extra.arn, protocol: "email", endpoint: "team@example.com" });
alarm("jobs", stack === "production" ? { alarmActions: [topic.arn, extra.arn] } : {});`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /alarmActions/ })),
  },
  {
    title: "an alarm in another region's provider in one stack",
    program: `const other = new aws.Provider("other", { region: "eu-west-1" });
alarm("jobs", {}, stack === "production" ? { provider: other } : {});`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /provider/ })),
  },
  {
    title: "an alarm whose provider is of another account in one stack",
    program: `const other = new aws.Provider("other", {
  region: "eu-west-1", allowedAccountIds: [stack === "production" ? "222222222222" : "111111111111"],
});
alarm("jobs", {}, { provider: other });`,
    expect: rejects(
      reject("alarm-parity", "jobs", { message: /provider\.allowedAccountIds/ }),
      reject("stack-parity", "other", { message: /allowedAccountIds/ }),
    ),
  },
  {
    title: "ignoreChanges on an alarm field in one stack",
    program: `alarm("jobs", {}, stack === "production" ? { ignoreChanges: ["threshold"] } : {});`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /ignoreChanges/ })),
  },
  {
    title: "ignoreChanges on an alarm field, excepted in one stack and done in both",
    program: `alarm("jobs", {}, { ignoreChanges: ["threshold"] });`,
    parity:
      "stacks: [staging, production]\nexceptions:\n  - alarm: jobs\n    field: ignoreChanges\n    in: [staging]\n    reason: Tuned by hand there.\n",
    expect: rejects(reject("alarm-parity", "jobs", { stacks: ["production"] })),
  },
  {
    title: "ignoreChanges on an alarm's actions in every stack",
    program: `alarm("jobs", {}, { ignoreChanges: ["okActions", "threshold"] });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /ignoreChanges.*okActions/ })),
  },
  {
    title: "names that differ by more than the stack's name",
    program: `alarm("jobs", { name: stack === "production" ? "jobs-production" : "queue-staging" });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /name/ })),
  },
  {
    title: "one name in two stacks",
    stacks: ["staging", "production"],
    program: `alarm("jobs", { name: "jobs" });`,
    expect: rejects(reject("alarm-name-unique", "jobs")),
  },
  {
    title: "a name in which only a part of a word is the stack's name",
    program: `alarm("jobs", { name: "jobs" + stack.slice(0, 4) });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /name/ })),
  },
  {
    title: "two alarms swapped under one name",
    program: `const [a, b] = stack === "production" ? ["one", "two"] : ["two", "one"];
alarm(a, { name: "first-" + stack, threshold: 600 }); alarm(b, { name: "second-" + stack, threshold: 700 });`,
    expect: rejects(reject("alarm-parity", "one"), reject("alarm-parity", "two")),
  },
  {
    title: "an alarm renamed in one stack, with aliases",
    program: `if (stack === "production") alarm("new", { name: "jobs-" + stack }, { aliases: [{ name: "old" }] });
else alarm("old", { name: "jobs-" + stack });`,
    expect: rejects(reject("alarm-parity", "new"), reject("alarm-parity", "old")),
  },
  {
    title: "an alarm under another parent in one stack",
    program: `const box = new pulumi.ComponentResource("shop:index:Box", "box");
alarm("jobs", {}, stack === "production" ? { parent: box } : {});`,
    expect: rejects(reject("alarm-parity", "jobs")),
  },
  {
    title: "two alarms for one in one stack",
    program: `alarm("jobs"); if (stack === "production") alarm("jobs-again", { name: "jobs-again-" + stack });`,
    expect: rejects(reject("alarm-parity", "jobs-again")),
  },
  {
    title: "isDryRun() that hides an alarm from the preview",
    program: `alarm("age"); if (!pulumi.runtime.isDryRun()) alarm("jobs");`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /not what preview shows/ })),
  },
  {
    title: "isDryRun() that shows another threshold in the preview",
    program: `alarm("jobs", { threshold: pulumi.runtime.isDryRun() ? 600 : 90000 });`,
    expect: rejects(reject("alarm-parity", "jobs", { message: /not what preview shows/ })),
  },
  {
    title: "a scratch stack that lacks an alarm of the listed ones",
    program: `alarm("age"); if (stack !== "anna") alarm("jobs");`,
    stacks: ["anna", "staging", "production"],
    parity: "stacks: [staging, production]",
    expect: rejects(reject("alarm-parity", "jobs", { stacks: ["anna"] })),
  },
  {
    title: "an alarm of another stack's component, hidden by a component that registers no outputs",
    program: `class Box extends pulumi.ComponentResource {
  constructor(name) { super("shop:index:Box", name); if (stack === "production") alarm(name + "-jobs", {}, { parent: this }); }
}
alarm("age"); new Box("box");`,
    expect: rejects(reject("alarm-parity", "box-jobs")),
  },
];
