import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../parity/report/types";
import { runCheck } from "../cli/run";
import { linkNodeModules, removeProjects, writeProject } from "./project";
import { goModules, PREPARE_MS, programs, pythonEnvironment, type Ready } from "./toolchains";

const STACKS = {
  ci: { team: "team@example.com", errors: 200 },
  staging: { team: "team@example.com", errors: 100 },
  production: { team: "team@example.com", errors: 100 },
};

/** Where the program makes its resources: the file, and a text of the line. */
interface Place {
  file: string;
  text: string;
}

interface Language {
  name: string;
  /** `runtime:` of Pulumi.yaml. */
  runtime: (environment: string) => string;
  prepare: () => Promise<Ready<string>>;
  /** The alarm that the program makes itself, and the line in the helper that makes the others. */
  places: Record<"own" | "helper", Place>;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "TypeScript",
    runtime: () => "nodejs",
    prepare: () => Promise.resolve({ ready: "" }),
    places: {
      own: { file: "index.ts", text: 'new cloudwatch.MetricAlarm("broker-unhealthy-hosts"' },
      helper: { file: "alarms.ts", text: "new cloudwatch.MetricAlarm(" },
    },
  },
  {
    name: "Python",
    runtime: (venv) => `{ name: python, options: { virtualenv: ${JSON.stringify(venv)} } }`,
    prepare: pythonEnvironment,
    places: {
      own: { file: "__main__.py", text: "cloudwatch.MetricAlarm(" },
      helper: { file: "alarms.py", text: "cloudwatch.MetricAlarm(" },
    },
  },
  {
    name: "Go",
    runtime: () => "go",
    prepare: goModules,
    places: {
      own: { file: "main.go", text: 'cloudwatch.NewMetricAlarm(ctx, "broker-unhealthy-hosts"' },
      helper: { file: "alarms.go", text: "cloudwatch.NewMetricAlarm(" },
    },
  },
];

/** Violations as (policy, alarm, stack, place), the place by the name that all languages have for it. */
function violationsOf(report: Report, { places }: Language, dir: string): string[] {
  const lines = Object.entries(places).map(([name, { file, text }]): [string, string] => {
    const index = readFileSync(join(dir, file), "utf8")
      .split("\n")
      .findIndex((line) => line.includes(text));
    return [`${file}:${index + 1}`, name];
  });
  const names = new Map(lines);
  return report.violations
    .map(({ policy, resource, stack, source }) => {
      const place = source === undefined ? "nowhere" : `${source.file}:${source.line}`;
      return [policy, resource, stack, names.get(place) ?? place].join(" ");
    })
    .sort();
}

/** The report without the places, which differ by language. */
function withoutPlaces(report: Report): unknown {
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (key === "source" ? undefined : value)));
}

const EXPECTED = ["ci", "staging", "production"]
  .flatMap((stack) => [
    `alarm-ok-action-required broker-backend-errors ${stack} helper`,
    `alarm-parity broker-backend-errors ${stack} helper`,
    `alarm-parity broker-surge-queue ${stack} helper`,
    `alarm-statistic-allowed broker-unhealthy-hosts ${stack} own`,
  ])
  .concat("alarm-ok-action-required broker-surge-queue production helper")
  .sort();

describe("the same broker program in three languages", function () {
  this.timeout(PREPARE_MS);
  const reports = new Map<string, Report>();
  after(removeProjects);

  for (const language of LANGUAGES) {
    it(`${language.name}: the same alarms and violations in three stacks, each with its own file and line`, async function () {
      const toolchain = await language.prepare();
      if ("missing" in toolchain) {
        console.log(`      ${language.name} is not rendered here: ${toolchain.missing}`);
        return this.skip();
      }
      const folder = language.name.toLowerCase();
      const dir = writeProject(join(programs, folder), language.runtime(toolchain.ready), STACKS);
      writeFileSync(join(dir, "parity.yaml"), "stacks: [ci, staging, production]\n");
      if (language.name === "TypeScript") {
        linkNodeModules(dir);
        writeFileSync(join(dir, "package.json"), '{ "name": "shop", "main": "index.ts" }');
      }
      const json = join(dir, "report.json");
      const { code, stdout, stderr } = await runCheck(["--program", dir, "--json", json]);
      assert.equal(code, 1, stderr);
      const report = JSON.parse(readFileSync(json, "utf8")) as Report;
      assert.deepEqual(violationsOf(report, language, dir), EXPECTED);
      assert.match(stdout, /^ {2}broker-surge-queue {6}– {3}– {8}✓$/m);
      reports.set(language.name, report);
      assert.deepEqual(withoutPlaces(report), withoutPlaces(reports.get("TypeScript")!));
    });
  }
});
