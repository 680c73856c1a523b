import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { compareStacks } from "../../parity/compare";
import { InputError } from "../../parity/render/inputError";
import { buildReport } from "../../parity/report/build";
import { ensureWritable, writeJson } from "../../parity/report/json";
import schema from "../../parity/report/report.schema.json";
import type { Report, Violation } from "../../parity/report/types";
import { ALARM, bothShapes, project, rendered, resource, TOPIC, urn } from "../host/resources";
import { compliantRenders, mutate, STACKS } from "../support/compliant";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What the schema has against `report` as a reader of the file gets it. */
function complaints(report: unknown): string[] {
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

function realReport(): Report {
  const renders = compliantRenders(mutate("api-cpu", { threshold: 81, datapointsToAlarm: 2 }), ["ci"]);
  const updates = renders.stacks.flatMap(({ update }) => (update.ok ? [update] : []));
  const violation: Violation = {
    ...{
      policy: "p",
      level: "mandatory",
      shape: "preview",
      stack: "ci",
      urn: "",
      resource: "",
      message: "m",
    },
    ...{ fix: "f", source: { file: "a.ts", line: 1 } },
  } as const;
  const unchecked = [{ policy: "p", stack: "ci", urn: "", reason: "r" }];
  const mended = { policy: "p", stack: "ci", urn: "u", resource: "r", field: "okActions", after: ["a"] };
  return {
    ...buildReport(renders, [...STACKS], { violations: [violation], unchecked }, compareStacks(updates).rows),
    remediations: [mended, { ...mended, shape: "update", before: null, source: { file: "a.ts", line: 1 } }],
    weaker: [{ policy: "p", level: "disabled", own: "mandatory", file: "pack.json" }],
    firings: [{ alarm: "a", incident: "down", toAlarm: { ci: 300, production: 360 } }],
  };
}

describe("the JSON report", () => {
  it("of a fleet with every kind of part keeps to its schema", () => {
    const report = realReport();
    assert.deepEqual(complaints(report), []);
    assert.ok(report.stacks.every(({ alarms }) => alarms.length > 5));
    assert.ok(report.parity.some(({ verdict, fields }) => verdict === "differs" && fields.length > 0));
  });

  const broken: [string, (report: Report) => void, RegExp][] = [
    ["an unknown key", (report) => Object.assign(report, { extra: 1 }), /additional properties/],
    ["another version", (report) => Object.assign(report, { version: 2 }), /\/version must be equal/],
    [
      "an unknown level",
      (report) => Object.assign(report.violations[0]!, { level: "fatal" }),
      /\/violations\/0\/level must be equal/,
    ],
    [
      "an unknown key of an alarm",
      (report) => Object.assign(report.stacks[0]!.alarms[0]!, { treshold: 1 }),
      /\/alarms\/0 must NOT have additional/,
    ],
    [
      "a firing without a time",
      (report) => Object.assign(report.firings![0]!, { toAlarm: {} }),
      /\/firings\/0\/toAlarm must NOT have fewer/,
    ],
    ["a row without verdict", (report) => Reflect.deleteProperty(report.parity[0]!, "verdict"), /'verdict'/],
  ];
  for (const [what, breakIt, message] of broken) {
    it(`would fail its schema with ${what}`, () => {
      const report = realReport();
      breakIt(report);
      assert.match(complaints(report).join("\n"), message);
    });
  }

  it("shows outputs in place of made-up answers, hides secrets, and counts what the program makes", () => {
    const arn = "arn:aws:sns:eu-west-1:123456789012:alarms-1";
    const topic = resource(TOPIC, "alarms");
    const central = resource(TOPIC, "central", { external: true });
    const alarm = resource(ALARM, "cpu", {
      inputs: { name: "cpu", alarmActions: [arn], alarmDescription: "ask hunter2", threshold: 80 },
      secrets: ["alarmDescription", "threshold"],
      source: { file: "loop.ts", line: 1 },
      row: { file: "rows.ts", line: 2 },
    });
    const update = rendered("ci", "update", [topic, central, alarm], {
      [arn]: { urn: topic.urn, property: "arn" },
    });
    const renders = project({ ...bothShapes("ci", []), update });
    const [described] = buildReport(renders, ["ci"], { violations: [], unchecked: [] }, []).stacks;
    assert.equal(described?.resources, 2);
    const [record] = described.alarms;
    assert.deepEqual([record?.urn, record?.source], [urn("ci", ALARM, "cpu"), { file: "rows.ts", line: 2 }]);
    assert.deepEqual(record?.alarmActions, ["${alarms.arn}"]);
    assert.equal(record.description, "[secret]");
    assert.ok(!JSON.stringify(described).includes("80"), JSON.stringify(described));
  });
});

describe("--json FILE", () => {
  const report: Report = { version: 1, stacks: [], violations: [], unchecked: [], parity: [] };
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), "json-"));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  it("is written whole, over an older one, with nothing beside it", () => {
    const file = path.join(dir, "report.json");
    writeFileSync(file, "old");
    ensureWritable("--json", file);
    assert.equal(readFileSync(file, "utf8"), "old");
    writeJson("--json", file, report);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), report);
    assert.deepEqual(readdirSync(dir), ["report.json"]);
  });

  it("follows a link instead of replacing it", () => {
    writeFileSync(path.join(dir, "real.json"), "old");
    symlinkSync("real.json", path.join(dir, "link.json"));
    writeJson("--json", path.join(dir, "link.json"), report);
    assert.deepEqual(JSON.parse(readFileSync(path.join(dir, "real.json"), "utf8")), report);
  });

  it("writes into a device, and leaves it one", () => {
    ensureWritable("--json", "/dev/null");
    writeJson("--json", "/dev/null", report);
    assert.equal(readFileSync("/dev/null", "utf8"), "");
  });

  it("is refused before any work where its folder is missing, and where it is a folder", () => {
    mkdirSync(path.join(dir, "sub"));
    const refused: [string, RegExp][] = [
      [
        path.join(dir, "no", "report.json"),
        /^--json .*no\/report.json: cannot be written \(ENOENT\); give a file/,
      ],
      [path.join(dir, "sub"), /^--json .*sub: cannot be written \(it is a folder\)/],
    ];
    for (const [file, message] of refused) {
      assert.throws(
        () => {
          ensureWritable("--json", file);
        },
        (error) => error instanceof InputError && message.test(error.message),
      );
    }
    assert.deepEqual(readdirSync(dir), ["sub"]);
  });
});
