import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { unchecksPrinter } from "../../policies/unchecked";

/** Long enough for what was put off to the next turn. */
async function nextTurn(): Promise<void> {
  await wait(5);
}

describe("what a run by the engine could not judge", () => {
  it("is one line a stack, from all policies, with the first five reasons", async () => {
    const lines: string[] = [];
    const tell = unchecksPrinter((line) => {
      lines.push(line);
    });
    tell("staging", "alarm-metric-exists", [{ reason: "a" }, { urn: "urn", reason: "b\n c" }]);
    await Promise.resolve();
    tell(
      "staging",
      "alarm-dimensions-live",
      ["d", "e", "f", "g"].map((reason) => ({ reason })),
    );
    tell("ci", "alarm-metric-exists", [{ reason: "a" }]);
    assert.equal(lines.join(), "");
    await nextTurn();
    assert.deepEqual(lines, [
      "alarm-parity: 6 things could not be judged in stack staging: a (alarm-metric-exists); b c (alarm-metric-exists); d (alarm-dimensions-live); e (alarm-dimensions-live); f (alarm-dimensions-live); and 1 more, which npm run check lists",
      "alarm-parity: 1 thing could not be judged in stack ci: a (alarm-metric-exists)",
    ]);
    tell("ci", "alarm-metric-exists", [{ reason: "z" }]);
    await nextTurn();
    assert.equal(
      lines.at(-1),
      "alarm-parity: 1 thing could not be judged in stack ci: z (alarm-metric-exists)",
    );
  });
});
