import assert from "node:assert/strict";
import { resolve } from "node:path";
import { readProject, renderStack } from "../../parity/render";
import { services } from "../../services";
import type { Rendered, RenderedResource } from "../../parity/render/types";

const STACKS = ["ci", "staging", "production"] as const;
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const named = ({ resources }: Rendered, name: string): RenderedResource =>
  resources.find((one) => one.custom && one.name === name)!;

const alarmsOf = ({ resources }: Rendered) => resources.filter(({ type }) => type === ALARM);

/** Names of the resources that one waits for. */
const waitsFor = ({ dependencies }: RenderedResource) => dependencies.map((urn) => urn.split("::").at(-1)!);

describe("the whole program", () => {
  const renders = new Map<string, Rendered>();
  before(async () => {
    const project = readProject(resolve(__dirname, "../.."));
    for (const stack of STACKS) {
      const render = await renderStack(project, stack, "update");
      assert.ok(render.ok, render.ok ? "" : render.error);
      renders.set(stack, render);
    }
  });

  it("has the same alarms in every stack, but for low traffic in production", () => {
    const [ci, staging, production] = STACKS.map((stack) =>
      alarmsOf(renders.get(stack)!)
        .map(({ name }) => name)
        .sort(),
    );
    assert.deepEqual(ci, staging);
    assert.deepEqual(
      production!.filter((name) => !ci!.includes(name)),
      ["api-low-traffic"],
    );
    assert.deepEqual(
      ci!.filter((name) => !production!.includes(name)),
      [],
    );
  });

  for (const stack of STACKS) {
    it(`makes each alarm of ${stack} after its group, and shows the row that it comes from`, () => {
      for (const alarm of alarmsOf(renders.get(stack)!)) {
        const service = services.find(({ name }) => alarm.name.startsWith(`${name}-`))!.name;
        assert.ok(waitsFor(alarm).includes(`${service}-group`), alarm.name);
        assert.match(
          alarm.row?.file ?? "",
          /^components\/alarms\/(application|classic|instance|external|shipper)\.ts$/,
          alarm.name,
        );
      }
    });

    it(`starts no instance of ${stack} before it can be reached and can report`, () => {
      const render = renders.get(stack)!;
      const api = waitsFor(named(render, "api-group"));
      for (const name of ["api-https", "api-instance-from-lb", "api-role-launch-hook", "api-role-agent"]) {
        assert.ok(api.includes(name), `api-group does not wait for ${name}`);
      }
      for (const name of ["api-artifact", "api-artifacts-parameter", "maintenance", "administrators"]) {
        assert.ok(api.includes(name), `api-group does not wait for ${name}, which its instances read`);
      }
      const broker = waitsFor(named(render, "elk-broker-group"));
      for (const name of ["elk-broker-instance-from-lb", "elk-broker-role-launch-hook"]) {
        assert.ok(broker.includes(name), `elk-broker-group does not wait for ${name}`);
      }
      for (const { name, ...service } of services) {
        if (!("sendsTo" in service)) continue;
        const waits = waitsFor(named(render, `${name}-group`));
        for (const way of [`${name}-instance-to-target`, `${name}-target-from-instance`]) {
          assert.ok(waits.includes(way), `${name}-group does not wait for ${way}`);
        }
      }
      for (const name of ["elk-elasticsearch", "elk-logstash", "log-shipper"]) {
        const rights = `${name}-role-software`;
        assert.ok(waitsFor(named(render, `${name}-group`)).includes(rights), rights);
      }
      for (const name of ["api-lb", "elk-broker-lb"]) {
        assert.ok(waitsFor(named(render, name)).includes("access-logs-policy"), name);
      }
    });
  }

  it("deploys the broker's backend errors exactly as the team had them", () => {
    for (const stack of STACKS) {
      const render = renders.get(stack)!;
      const { inputs } = named(render, "elk-broker-backend-errors");
      const { alarmDescription, ...rest } = inputs;
      assert.equal(typeof alarmDescription, "string");
      const [topic] = inputs.alarmActions as string[];
      assert.deepEqual(render.references[topic!], { urn: named(render, "alarms").urn, property: "arn" });
      assert.deepEqual(rest, {
        name: `elk-broker-${stack}-backend-errors`,
        namespace: "AWS/ELB",
        metricName: "BackendConnectionErrors",
        statistic: "Sum",
        dimensions: { LoadBalancerName: "${elk-broker-lb.name}" },
        comparisonOperator: "GreaterThanThreshold",
        threshold: 100,
        period: 60,
        evaluationPeriods: 5,
        datapointsToAlarm: 5,
        treatMissingData: "notBreaching",
        actionsEnabled: true,
        alarmActions: [topic],
        okActions: [topic],
      });
    }
  });

  it("makes the maintenance switch once, off, and leaves it to the command from then on", () => {
    for (const stack of STACKS) {
      const render = renders.get(stack)!;
      const { inputs, options } = named(render, "maintenance");
      assert.equal(inputs.name, `/alarm-parity/${stack}/maintenance`);
      assert.equal(inputs.value, '{"on":false}');
      assert.deepEqual(options.ignoreChanges, ["value"]);
      assert.equal(named(render, "administrators").inputs.value, "127.0.0.1/32");
      assert.ok(waitsFor(named(render, "api-group")).includes("maintenance"));
      assert.ok(!waitsFor(named(render, "elk-logstash-group")).includes("maintenance"));
    }
  });

  it("mails the team in staging and production, and nobody in ci", () => {
    const counts = STACKS.map(
      (stack) =>
        renders.get(stack)!.resources.filter(({ type }) => type.includes("topicSubscription")).length,
    );
    assert.deepEqual(counts, [0, 6, 6]);
  });
});
