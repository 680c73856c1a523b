import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { startPolicyHost, type PolicyHost } from "../../parity/host";
import { judge, type Judgement } from "../../parity/judge";
import { applied, compliantRenders, mutate, PROJECT, remove, type Edit } from "../support/compliant";
import { ALARM } from "../support/compliantAlarms";

const ROOT = resolve(__dirname, "../..");

/** The policies that are tested here, each with an edit that it rejects and one that only an update shows. */
const REJECTED: {
  policy: string;
  level?: "advisory";
  resource: string;
  edits: Record<string, Edit>;
  message: RegExp;
  fix: RegExp;
}[] = [
  {
    policy: "alarm-statistic-allowed",
    resource: ALARM.backendErrors,
    edits: {
      "a literal": mutate(ALARM.backendErrors, { statistic: "Maximum" }),
      "made in an apply": mutate(ALARM.backendErrors, { statistic: applied("elk-broker-lb", "Maximum") }),
    },
    message:
      /^alarm "elk-broker-backend-errors" \(elk-broker-production-backend-errors\): statistic "Maximum" of AWS\/ELB BackendConnectionErrors is ruled out: as observed, every sample of BackendConnectionErrors is 1, so its Maximum stays at 1 however many there are; AWS's page says: /,
    fix: /^statistic: "Sum"$/,
  },
  {
    policy: "alarm-statistic-recommended",
    level: "advisory",
    resource: ALARM.albHosts,
    edits: { "a literal": mutate(ALARM.albHosts, { metricName: "HealthyHostCount", statistic: "Minimum" }) },
    message: /"Minimum" of AWS\/ApplicationELB HealthyHostCount is not advised: our override, because/,
    fix: /^statistic: "Average" or statistic: "Maximum"$/,
  },
  {
    policy: "alarm-metric-exists",
    resource: ALARM.albErrors,
    edits: {
      "a literal": mutate(ALARM.albErrors, { metricName: "HTTPCode_ELB_5xx_Count" }),
      "made in an apply": mutate(ALARM.albErrors, {
        metricName: applied("api-lb", "HTTPCode_ELB_5xx_Count"),
      }),
    },
    message: /metric "HTTPCode_ELB_5xx_Count" of AWS\/ApplicationELB does not exist there/,
    fix: /^metricName: "HTTPCode_ELB_5XX_Count"$/,
  },
  {
    policy: "alarm-can-fire",
    resource: ALARM.albCpu,
    edits: {
      "a literal": mutate(ALARM.albCpu, { threshold: 100 }),
      "made in an apply": mutate(ALARM.albCpu, { threshold: applied("api-group", 100) }),
    },
    message:
      /^alarm "api-cpu" \(api-production-cpu\): Average of CPUUtilization: a sample is 0 to 100 \(AWS's page: [^)]+\), so it lies between 0 and 100 and > 100 is never reached$/,
    fix: /^threshold: below 100$/,
  },
  {
    policy: "alarm-not-always-firing",
    resource: ALARM.albErrors,
    edits: {
      "a literal": mutate(ALARM.albErrors, { treatMissingData: "breaching" }),
      "made in an apply": mutate(ALARM.albErrors, { treatMissingData: applied("api-lb", "breaching") }),
    },
    message:
      /^alarm "api-elb-5xx" \(api-production-elb-5xx\): treatMissingData "breaching": HTTPCode_ELB_5XX_Count: it is reported only when it is not zero \(AWS's page: [^)]+\), so it fires whenever nothing happens, though a zero would not be > 10$/,
    fix: /^treatMissingData: "notBreaching"$/,
  },
  {
    policy: "alarm-window-valid",
    resource: ALARM.albCpu,
    edits: {
      "a literal": mutate(ALARM.albCpu, { period: 90 }),
      "made in an apply": mutate(ALARM.albCpu, { period: applied("api-group", 90) }),
    },
    message: /: period 90: a period is 10, 20, 30 or a multiple of 60 seconds$/,
    fix: /^write 120$/,
  },
  {
    policy: "alarm-dimensions-live",
    resource: ALARM.backendErrors,
    edits: {
      "a literal": mutate(ALARM.backendErrors, { dimensions: { LoadBalancerName: "broker" } }),
      "made in an apply": mutate(ALARM.backendErrors, {
        dimensions: applied("elk-broker-lb", { LoadBalancerName: "broker" }),
      }),
    },
    message:
      /dimension LoadBalancerName "broker" of AWS\/ELB is no classic load balancer of this stack, which has "elk-broker-lb"$/,
    fix: /^dimensions: \{ LoadBalancerName: elk-broker-lb\.name \}/,
  },
  {
    policy: "service-alarms-complete",
    resource: "elk-broker-lb",
    edits: { "an alarm taken out": remove(ALARM.backendErrors) },
    message: /^classic load balancer "elk-broker-lb": has no alarm on BackendConnectionErrors \(AWS\/ELB\)$/,
    fix: /elk-broker-lb\.name/,
  },
  {
    policy: "health-check-sane",
    resource: "elk-broker-lb",
    edits: {
      "a literal": mutate("elk-broker-lb", { healthCheck: { target: "TCP:5044", interval: 30, timeout: 3 } }),
      "made in an apply": mutate("elk-broker-lb", {
        healthCheck: applied("api-lb", { target: "TCP:5044", interval: 30, timeout: 3 }),
      }),
    },
    message: /^classic load balancer "elk-broker-lb": healthCheck\.timeout 3 is under 5 s/,
    fix: /^healthCheck\.timeout: 10$/,
  },
  {
    policy: "alarm-description",
    level: "advisory",
    resource: ALARM.albCpu,
    edits: {
      "none at all": mutate(ALARM.albCpu, { alarmDescription: undefined }),
    },
    message: /^alarm "api-cpu" \(api-production-cpu\): has no alarmDescription/,
    fix: /^alarmDescription: /,
  },
];

describe("rules on metrics, services and health checks, through Pulumi's own policy host", () => {
  const dir = mkdtempSync(join(tmpdir(), "pack-"));
  const rendersFile = join(dir, "renders.json");
  let host: PolicyHost;

  before(async () => {
    // A pack of its own, so that no edit of the sources meanwhile makes it stale.
    for (const file of ["PulumiPolicy.yaml", "package.json"])
      cpSync(join(ROOT, "policies", file), join(dir, file));
    symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"), "dir");
    await build({
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
      external: ["@pulumi/*", "@grpc/grpc-js", "google-protobuf", "esbuild", "typescript"],
      entryPoints: [join(ROOT, "policies/index.ts")],
      outfile: join(dir, "bin/index.js"),
    });
    host = await startPolicyHost(dir, {
      project: PROJECT,
      organization: "acme",
      env: { ALARM_PARITY_RENDERS: rendersFile },
    });
  });

  after(() => {
    host.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const judged = async (edit?: Edit): Promise<Judgement> => {
    const renders = compliantRenders(edit);
    writeFileSync(rendersFile, JSON.stringify(renders));
    return judge(host, renders, ["production"]);
  };

  it("none says a word about the compliant stack, in either shape", async () => {
    const names = REJECTED.map(({ policy }) => policy);
    const { violations, unchecked } = await judged();
    assert.deepEqual(
      violations.filter(({ policy }) => names.includes(policy)),
      [],
    );
    assert.deepEqual(
      unchecked.filter(({ policy }) => names.includes(policy)),
      [],
    );
  });

  for (const { policy, level = "mandatory", resource, edits, message, fix } of REJECTED) {
    for (const [how, edit] of Object.entries(edits)) {
      it(`${policy} rejects ${how} in both shapes, once`, async () => {
        const { violations } = await judged(edit);
        const own = violations.filter((violation) => violation.policy === policy);
        assert.equal(own.length, 1, JSON.stringify(violations, null, 1));
        assert.equal(own[0]!.level, level);
        assert.equal(own[0]!.resource, resource);
        assert.equal(own[0]!.shape, undefined, "told of one shape alone");
        assert.match(own[0]!.message, message);
        assert.match(own[0]!.fix!, fix);
      });
    }
  }

  it("what cannot be judged comes back as unchecked, with the policy's name and the alarm's URN", async () => {
    const { unchecked } = await judged(mutate(ALARM.albCpu, { namespace: "shop", metricName: "Orders" }));
    for (const policy of [
      ...["alarm-statistic-allowed", "alarm-metric-exists", "alarm-dimensions-live"],
      ...["alarm-can-fire", "alarm-not-always-firing"],
    ]) {
      const own = unchecked.filter((item) => item.policy === policy);
      assert.equal(own.length, 1, policy);
      assert.match(own[0]!.urn, /::api-cpu$/);
      assert.match(own[0]!.reason, /^alarm "api-cpu" \(api-production-cpu\)/);
    }
  });

  it("the pack's configuration reaches service-alarms-complete", async () => {
    await host.configure({
      "service-alarms-complete": { properties: { required: { "aws:elb/loadBalancer:LoadBalancer": [] } } },
    });
    const { violations } = await judged(remove(ALARM.backendErrors));
    assert.deepEqual(
      violations.filter(({ policy }) => policy === "service-alarms-complete"),
      [],
    );
  });
});
