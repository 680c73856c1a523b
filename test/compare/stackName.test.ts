import assert from "node:assert/strict";
import fc from "fast-check";
import { OWN_NAME, sameUpToStack, tokens, withOwnName } from "../../parity/compare/stackName";
import { bareSide, sameValue } from "../../parity/compare/value";

const side = bareSide;
const base64 = (text: string) => Buffer.from(text).toString("base64");

const SAME: [title: string, a: string, ofA: string, b: string, ofB: string][] = [
  ["each holds its own name", "elk-broker-ci-errors", "ci", "elk-broker-staging-errors", "staging"],
  [
    "a longer word that holds a stack's name is left alone",
    "GroupDesiredCapacity",
    "ci",
    "GroupDesiredCapacity",
    "staging",
  ],
  [
    "a token that is one stack's name by chance is the same in another",
    "/dev/xvda",
    "dev",
    "/dev/xvda",
    "ci",
  ],
  [
    "a name of several tokens stands for one of a single token",
    "api-prod-eu-cpu",
    "prod-eu",
    "api-ci-cpu",
    "ci",
  ],
  ["a name that begins with another's name", "api-prod-cpu", "prod", "api-prod-eu-cpu", "prod-eu"],
  ["a name that stands twice", "ci/ci", "ci", "staging/staging", "staging"],
  ["a name between other separators", "x.ci_y", "ci", "x.staging_y", "staging"],
  ["a name followed by itself as a plain word", "prod-eu-eu", "prod-eu", "ci-eu", "ci"],
];

const DIFFERENT: [title: string, a: string, ofA: string, b: string, ofB: string][] = [
  ["a word that only holds the name", "GroupDesiredCapacity", "ci", "GroupDesiredCapastagingty", "staging"],
  ["the other stack's name in both places", "api-staging", "ci", "api-ci", "staging"],
  ["another letter case", "api-Ci", "ci", "api-Staging", "staging"],
  ["one name too few", "ci-ci", "ci", "staging", "staging"],
  ["another separator", "api-ci", "ci", "api_staging", "staging"],
  ["two texts of one stack", "api-ci", "ci", "api-staging", "ci"],
  ["the name in one, nothing in the other", "api-ci", "ci", "api-", "staging"],
];

describe("a stack's own name", () => {
  for (const [title, a, ofA, b, ofB] of SAME) {
    it(`is no difference: ${title}`, () => {
      assert.equal(sameUpToStack(a, ofA, b, ofB), true);
      assert.equal(sameUpToStack(b, ofB, a, ofA), true);
    });
  }
  for (const [title, a, ofA, b, ofB] of DIFFERENT) {
    it(`excuses nothing else: ${title}`, () => {
      assert.equal(sameUpToStack(a, ofA, b, ofB), false);
      assert.equal(sameUpToStack(b, ofB, a, ofA), false);
    });
  }

  it("is shown in its place and nowhere else", () => {
    assert.equal(
      withOwnName("elk-ci-errors of GroupDesiredCapacity", "ci"),
      "elk-<stack>-errors of GroupDesiredCapacity",
    );
    assert.equal(withOwnName("api-prod-eu-prod", "prod-eu"), `api-${OWN_NAME}-prod`);
  });
});

const word = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const stackName = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("-"));
/** A text as a program writes it: some words, and the stack's name here and there. */
const template = fc.array(fc.oneof(word, fc.constant(null)), { minLength: 1, maxLength: 8 });
const write = (parts: (string | null)[], stack: string) => parts.map((part) => part ?? stack).join("/");

describe("sameUpToStack, for any texts", () => {
  it("holds for every text that a program makes of its stack's name", () => {
    fc.assert(
      fc.property(template, stackName, stackName, (parts, a, b) =>
        sameUpToStack(write(parts, a), a, write(parts, b), b),
      ),
    );
  });

  it("holds for a text and itself, whatever the stacks are called", () => {
    fc.assert(
      fc.property(fc.string(), stackName, stackName, (text, a, b) => sameUpToStack(text, a, text, b)),
    );
  });

  it("does not depend on the order of the stacks", () => {
    const text = fc.oneof(
      template.map((parts) => write(parts, "ci")),
      fc.string(),
    );
    fc.assert(
      fc.property(text, stackName, text, stackName, (a, ofA, b, ofB) => {
        assert.equal(sameUpToStack(a, ofA, b, ofB), sameUpToStack(b, ofB, a, ofA));
      }),
    );
  });

  it("does not hold once a word that is nobody's name is changed", () => {
    fc.assert(
      fc.property(template, fc.nat(7), word, (parts, at, changed) => {
        const index = at % parts.length;
        fc.pre(parts[index] !== null && parts[index] !== changed && changed !== "staging");
        const other = parts.map((part, place) => (place === index ? changed : part));
        assert.equal(
          sameUpToStack(write(parts, "ci"), "ci", write(other, "staging"), "staging"),
          parts[index] === "ci" && changed === "staging",
        );
      }),
    );
  });

  it("puts a text back together from its tokens", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => tokens(text).join("") === text));
  });
});

describe("sameValue", () => {
  const inBoth = (write: (stack: string) => unknown): boolean =>
    sameValue(write("ci"), side("ci"), write("staging"), side("staging"));

  it("finds the stack's name in base64", () => {
    assert.equal(
      inBoth((stack) => base64(`echo ${stack}`)),
      true,
    );
    assert.equal(
      inBoth((stack) => base64(stack === "ci" ? "echo one" : "echo two")),
      false,
    );
  });

  it("finds the stack's name in JSON, in keys too, whatever the order of the keys", () => {
    assert.equal(
      inBoth((stack) => JSON.stringify({ [`${stack}-key`]: [`a-${stack}`], other: 1 })),
      true,
    );
    assert.equal(
      inBoth((stack) => (stack === "ci" ? '{"a":1,"b":2}' : '{ "b": 2, "a": 1 }')),
      true,
    );
    assert.equal(
      inBoth((stack) => JSON.stringify({ threshold: stack === "ci" ? 1 : 2 })),
      false,
    );
  });

  it("finds the stack's name in JSON inside base64 inside JSON", () => {
    assert.equal(
      inBoth((stack) => JSON.stringify({ userData: base64(JSON.stringify({ stack })) })),
      true,
    );
  });

  it("keeps numbers, booleans and what is left out apart", () => {
    const values = [0, 1, "1", true, "true", undefined, null, [], {}];
    values.forEach((a, index) => {
      const same = values.map((b) => sameValue(a, side("ci"), b, side("staging")));
      assert.deepEqual(
        same,
        values.map((_, other) => other === index),
      );
    });
  });

  it("takes a literal of parity.yaml's elsewhere by its name", () => {
    const ci = { ...bareSide("ci"), elsewhere: new Map([["arn:ci:central", ["central"]]]) };
    const staging = { ...bareSide("staging"), elsewhere: new Map([["arn:x:other", ["central"]]]) };
    assert.equal(sameValue("arn:ci:central", ci, "arn:x:other", staging), true);
    assert.equal(sameValue("arn:ci:central", ci, "arn:x:another", staging), false);
  });

  it("compares sets without order and repetition, lists with both", () => {
    const [a, b] = [
      ["x", "y", "x"],
      ["y", "x"],
    ];
    assert.equal(sameValue(a, side("ci"), b, side("staging"), { set: true }), true);
    assert.equal(sameValue(a, side("ci"), b, side("staging")), false);
    assert.equal(sameValue(["x"], side("ci"), b, side("staging"), { set: true }), false);
  });

  it("never excuses a stack's name where the text must be exact", () => {
    assert.equal(sameValue("ci", side("ci"), "staging", side("staging"), { exact: true }), false);
  });
});
