import assert from "node:assert/strict";
import { Copy } from "../support/copy";

describe("the broker behind a network load balancer", function () {
  this.timeout(120_000);
  let copy: Copy;
  beforeEach(() => {
    copy = new Copy();
    copy.replace("services.ts", 'kind: "classic",\n    protocol: "tcp",', 'kind: "network",');
  });
  afterEach(() => {
    copy.remove();
  });

  it("passes every policy in every stack, with the alarms of its kind", () => {
    const { code, text, report } = copy.check();
    assert.equal(code, 0, text);
    for (const { name, alarms } of report!.stacks) {
      const broker = alarms
        .map((alarm) => alarm.name)
        .filter((alarm) => alarm?.startsWith(`elk-broker-${name}-`));
      for (const row of ["unhealthy-hosts", "no-healthy-hosts", "target-resets", "port-allocation-errors"]) {
        assert.ok(broker.includes(`elk-broker-${name}-${row}`), `${name}: ${row}`);
      }
    }
  });

  it("is rejected on a statistic that hides flapping hosts", () => {
    copy.replace(
      "components/alarms/network.ts",
      /(metric: "UnHealthyHostCount",\s+)statistic: "Maximum"/,
      'metric: "UnHealthyHostCount",\n    statistic: "Average" as "Maximum"',
    );
    const { code, report } = copy.check();
    assert.equal(code, 1);
    const found = report!.violations.filter(({ policy }) => policy === "alarm-statistic-allowed");
    assert.deepEqual(
      found.map(({ resource, stack }) => `${resource} ${stack}`).sort(),
      ["ci", "production", "staging"].map((stack) => `elk-broker-unhealthy-hosts ${stack}`),
    );
  });
});
