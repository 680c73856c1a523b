import assert from "node:assert/strict";
import { resolve } from "node:path";
import ts from "typescript";

const ROOT = resolve(__dirname, "../..");

/** A row, and the text that the compiler must point at; none: it compiles. */
const ROWS: readonly (readonly [string, string, string, string | undefined])[] = [
  ["AWS/ELB", "BackendConnectionErrors", "Sum", undefined],
  ["AWS/ELB", "BackendConnectionErrors", "Maximum", "statistic"],
  ["AWS/ELB", "BackendConnectionErrors", "Average", "statistic"],
  ["AWS/ELB", "UnHealthyHostCount", "Maximum", undefined],
  ["AWS/ELB", "UnHealthyHostCount", "Average", "statistic"],
  ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "p99", "statistic"],
  ["AWS/ApplicationELB", "TargetResponseTime", "p95", undefined],
  ["AWS/ApplicationELB", "TargetResponseTime", "95", "statistic"],
  ["AWS/ApplicationELB", "BackendConnectionErrors", "Sum", "metric"],
  ["AWS/EC2", "CPUUtilisation", "Average", "metric"],
  ["AWS/Elb", "RequestCount", "Sum", "namespace"],
];

function source(): string {
  const rows = ROWS.map(
    ([namespace, metric, statistic]) =>
      `series({ namespace: "${namespace}", metric: "${metric}", statistic: "${statistic}", dimensions: ["D"] });`,
  );
  return ['import { series } from "./row";', ...rows].join("\n");
}

/** What the compiler says: line of the file → the first property that it points at. */
function compile(text: string): Map<number, string> {
  const file = resolve(ROOT, "components/alarms/virtual.ts");
  const parsed = ts.getParsedCommandLineOfConfigFile(resolve(ROOT, "tsconfig.json"), undefined, {
    ...ts.sys,
    readDirectory: () => [],
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) =>
      assert.fail(ts.flattenDiagnosticMessageText(messageText, "\n")),
  });
  const options = parsed!.options;
  const host = ts.createCompilerHost(options);
  const virtual = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ES2022 }, true);
  const read = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.getSourceFile = (name, ...rest) => (resolve(name) === file ? virtual : read(name, ...rest));
  host.fileExists = (name) => resolve(name) === file || exists(name);
  const program = ts.createProgram([file], options, host);
  const errors = new Map<number, string>();
  for (const { start, length } of program.getSemanticDiagnostics(program.getSourceFile(file))) {
    const { line } = ts.getLineAndCharacterOfPosition(virtual, start!);
    if (!errors.has(line)) errors.set(line, text.slice(start, start! + length!));
  }
  return errors;
}

describe("a row's statistic", () => {
  let errors: Map<number, string>;
  before(() => {
    errors = compile(source());
  });

  ROWS.forEach(([namespace, metric, statistic, wrong], index) => {
    const verdict = wrong === undefined ? "compiles" : `does not compile: its ${wrong} is wrong`;
    it(`${statistic} of ${namespace} ${metric} ${verdict}`, () => {
      assert.equal(errors.get(index + 1), wrong);
    });
  });
});
