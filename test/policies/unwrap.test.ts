import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { unwrapProps, UNKNOWN_MARKS } from "../../policies/unwrap";

/** The SDK's own module, which declares no types. */
const sdk = createRequire(__filename)("@pulumi/policy/proxy") as Record<string, unknown> & {
  unknownCheckingProxy: (props: object) => Record<string, unknown>;
};
const marks = Object.entries(sdk).filter(([name]) => /^unknown\w+Value$/.test(name));

describe("a policy's properties", () => {
  it("know every mark that the SDK has for an unknown", () => {
    assert.equal(marks.length, 7);
    assert.deepEqual(new Set(marks.map(([, mark]) => mark)), UNKNOWN_MARKS);
  });

  for (const [name, mark] of marks) {
    it(`show ${name} as unknown at any depth, though the SDK's proxy throws on it`, () => {
      const props = sdk.unknownCheckingProxy({
        top: mark,
        list: [mark, "a"],
        deep: { list: [{ field: mark }] },
      });
      assert.throws(() => props.top, /can't be known during preview/);
      assert.deepEqual(unwrapProps(props), {
        top: UNKNOWN,
        list: [UNKNOWN, "a"],
        deep: { list: [{ field: UNKNOWN }] },
      });
    });
  }

  it("stay as they are where they are known", () => {
    const props = { text: "a", number: 0, no: false, nothing: null, list: [], map: { a: { b: [1] } } };
    assert.deepEqual(unwrapProps(sdk.unknownCheckingProxy(props)), props);
  });
});
