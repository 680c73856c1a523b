import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Copy } from "../support/copy";

const CHECK = resolve(__dirname, "../../dist/check.js");

describe("a copy of the program", () => {
  let copy: Copy;
  beforeEach(() => {
    copy = new Copy();
  });
  afterEach(() => {
    copy.remove();
  });

  const checked = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CHECK, "--program", copy.dir], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    return { status, text: stdout + stderr };
  };

  it("is checked from elsewhere, with the service that lies in it", () => {
    const { status, text } = checked();
    assert.equal(status, 0, text);
    assert.match(text, /no violations/);
  });

  it("that lacks the service is told so, with the command that makes it", () => {
    rmSync(join(copy.dir, "dist/service.js"));
    const { status, text } = checked();
    assert.equal(status, 2, text);
    const lines = text.split("\n").filter((line) => line.includes("npm run service:build"));
    assert.ok(lines.length > 0, text);
    for (const line of lines) assert.match(line, /dist\/service\.js: is missing/);
    assert.doesNotMatch(text, /^\s+at /m);
  });
});
