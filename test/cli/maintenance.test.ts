import assert from "node:assert/strict";
import path from "node:path";
import { AwsStub, NO_CREDENTIALS, well, type Answer, type Call } from "../maintenance/aws";
import { run, type Run } from "./run";

const COMMAND = path.resolve(__dirname, "../../dist/maintenance.js");

async function maintenance(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return run(process.execPath, [COMMAND, ...args], { NO_COLOR: "1", ...NO_CREDENTIALS, ...env });
}

/** Runs the command against a stub of AWS. */
async function against(
  args: readonly string[],
  answer: (call: Call) => Answer = well,
): Promise<Run & { stub: AwsStub }> {
  const stub = await new AwsStub(answer).start();
  try {
    return { ...(await maintenance(args, stub.env)), stub };
  } finally {
    await stub.stop();
  }
}

const ON = ["on", "-s", "production", "--for", "2h"];

/** [title, arguments, the one line that is told] */
const REFUSED: [string, string[], RegExp][] = [
  ["no state", ["-s", "production"], /^error: missing required argument 'state'$/],
  [
    "another state",
    ["of", "-s", "production"],
    /^error: .*'of' is invalid for argument 'state'\. Allowed choices are on, off\.$/,
  ],
  ["no stack", ["on", "--for", "2h"], /^error: required option '-s, --stack <name>' not specified$/],
  ["no time", ["on", "-s", "production"], /^error: --for: is missing, and a mute must end; .*--for 2h$/],
  ...["2", "90s", "0m", "-1h", "16d", "2 h", "soon"].map((time): [string, string[], RegExp] => [
    `--for ${time}`,
    ["on", "-s", "production", `--for=${time}`],
    /^error: option '--for <time>' argument '.*' is invalid\. It is whole minutes, hours or days, 1m to 15d/,
  ]),
  [
    "an empty message",
    [...ON, "--message", " "],
    /^error: .*--message.* It is a text of 1 to 1000 characters\.$/,
  ],
  ["off with a time", ["off", "-s", "production", "--for", "2h"], /^error: --for: off is now; leave it out$/],
  [
    "off with a message",
    ["off", "-s", "ci", "--message", "x"],
    /^error: --message: it is for on; leave it out$/,
  ],
  [
    "a stack that is none",
    ["on", "-s", "prodution", "--for", "2h", "--yes"],
    /^error: --stack prodution: there is no such stack; there are ci, production, staging$/,
  ],
  [
    "no credentials",
    ON,
    /^error: the switch \/alarm-parity\/production\/maintenance in eu-west-1 cannot be read: there are no AWS credentials; /,
  ],
];

describe("npm run maintenance", () => {
  for (const [title, args, line] of REFUSED) {
    it(`refuses ${title} in one line, with exit code 2`, async () => {
      const { code, stdout, stderr } = await maintenance(args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, /^[^\n]*\n$/);
      assert.match(stderr.trim(), line);
    });
  }

  it("says what it will do, and does nothing where nobody can be asked", async () => {
    const { code, stdout, stderr, stub } = await against(ON);
    assert.equal(code, 2);
    assert.equal(stderr, "error: nobody is there to be asked; write --yes. Nothing was changed\n");
    assert.deepEqual(stub.said, ["GetParameter eu-west-1"]);
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d UTC`;
    const lines = stdout.split("\n");
    assert.match(lines[0]!, new RegExp(`^Maintenance of production on, until ${time}:$`));
    assert.match(
      lines[1]!,
      /^ {2}switch {2}\/alarm-parity\/production\/maintenance in eu-west-1: \{"on":true,.*\(now \{"on":false\}\)$/,
    );
    assert.match(
      lines[2]!,
      /^ {2}mute {4}alarm-parity-production-maintenance in eu-west-1, at\(.*\) for PT2H: api-production-low-traffic, api-production-target-5xx$/,
    );
    assert.match(
      lines[3]!,
      /^ {2}mute {4}alarm-parity-production-maintenance in us-east-1, at\(.*\) for PT2H: api-production-external$/,
    );
  });

  it("switches on with --yes", async () => {
    const { code, stdout, stderr, stub } = await against([...ON, "--message", "Back at 5.", "--yes"]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(stub.said, [
      "GetParameter eu-west-1",
      "PutAlarmMuteRule eu-west-1",
      "PutAlarmMuteRule us-east-1",
      "PutParameter eu-west-1",
    ]);
    const value = JSON.parse(stub.calls.at(-1)!.input.Value as string) as Record<string, unknown>;
    assert.deepEqual([value.on, value.message], [true, "Back at 5."]);
    assert.match(
      stdout,
      /maintenance of production is on; off again: npm run maintenance -- off -s production\n$/,
    );
  });

  it("switches off with --yes", async () => {
    const { code, stdout, stderr, stub } = await against(["off", "-s", "ci", "--yes"]);
    assert.equal(code, 0, stderr);
    assert.equal(stub.said[1], "PutParameter eu-west-1");
    assert.match(stdout, /maintenance of ci is off\n/);
  });

  it("says that a stack is not deployed", async () => {
    const { code, stderr } = await against([...ON, "--yes"], () => ({ error: "ParameterNotFound" }));
    assert.equal(code, 2);
    assert.match(
      stderr,
      /cannot be read: it is not there; deploy the stack first \(npm run up\), or use the stack's own account\n$/,
    );
  });
});
