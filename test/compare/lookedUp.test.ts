import assert from "node:assert/strict";
import { sameButLookedUp } from "../../parity/compare/lookedUp";

describe("an engine's value against a render that made up a look-up's answer", () => {
  const same: [unknown, unknown][] = [
    ["dns real.example.com", "dns ${getLoadBalancer(name=broker).dnsName}"],
    ["arn:aws:sns:eu-west-1:999999999999:central", "arn:aws:sns:eu-west-1:123456789012:central"],
    [{ TopicName: "a-b" }, { TopicName: "a-${getTopic(name=b).name}" }],
    [
      ["x", "y"],
      ["x", "${getThing().id}"],
    ],
    [7, "${getThing().size}"],
    ["a", "a"],
  ];
  const different: [unknown, unknown][] = [
    ["dnx real", "dns ${getLoadBalancer(name=broker).dnsName}"],
    ["arn:aws:sns:eu-west-1:999999999999:other", "arn:aws:sns:eu-west-1:123456789012:central"],
    ["b", "a"],
    ["", "${getThing().id}"],
    [undefined, "${getThing().id}"],
    [["x"], ["x", "${getThing().id}"]],
    [{ a: "x", b: "y" }, { a: "${getThing().id}" }],
    ["alarms-real", "${alarms.name}"],
    [7, "x"],
  ];
  for (const [engine, render] of same) {
    it(`${JSON.stringify(engine)} is ${JSON.stringify(render)}`, () => {
      assert.equal(sameButLookedUp(engine, render), true);
    });
  }
  for (const [engine, render] of different) {
    it(`${JSON.stringify(engine)} is not ${JSON.stringify(render)}`, () => {
      assert.equal(sameButLookedUp(engine, render), false);
    });
  }
});
