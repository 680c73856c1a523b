import assert from "node:assert/strict";
import { join } from "node:path";
import { loadAnswersFile } from "../../parity/render";
import { removePrograms, writeProgram } from "../support/program";

describe("a file of answers that is wrong", () => {
  after(removePrograms);
  const table: [title: string, text: string, error: RegExp][] = [
    ["an unknown key", "all:\n  lookup: []\n", /:2: unknown key "lookup"; did you mean "lookups"\?$/],
    ["a stack that there is not", "stacks:\n  cj: {}\n", /:2: there is no stack "cj"; did you mean "ci"\?$/],
    ["an answer without a result", "all:\n  lookups:\n    - function: a:b:c\n", /:3: .*result: is missing/],
    ["a function that is none", "all:\n  lookups:\n    - { function: getVpc, result: {} }\n", /:3: .*token/],
    [
      "outputs without a name",
      "all:\n  outputs:\n    aws:sns/topic:Topic: {}\n",
      /:3: outputs: .*logical name$/,
    ],
    ["no YAML", "all: [\n", /:\d+: not YAML/],
  ];
  for (const [title, text, error] of table) {
    it(title, () => {
      const dir = writeProgram({ "answers.yaml": text });
      assert.throws(() => loadAnswersFile(join(dir, "answers.yaml"), ["ci"]), error);
    });
  }
  it("no file", () => {
    assert.throws(() => loadAnswersFile("/nowhere/answers.yaml", []), /cannot be read \(ENOENT\)/);
  });
});
