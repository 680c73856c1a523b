// What evaluating an alarm costs: a year of minutes, against a bare loop over the same samples and `promtool test rules`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Table from "cli-table3";
import type { Alarm } from "../cloudwatch/alarm";
import { evaluatorOf, isRefusal } from "../cloudwatch/evaluate";
import type { Samples } from "../cloudwatch/samples";

const YEAR = 365 * 24 * 60;
const THRESHOLD = 100;

const ALARM: Alarm = {
  kind: "metric",
  metric: { namespace: "AWS/ELB", metricName: "BackendConnectionErrors", statistic: "Sum", period: 60 },
  ...{ evaluationPeriods: 5, datapointsToAlarm: 5, treatMissingData: "notBreaching" },
  ...{ threshold: THRESHOLD, comparisonOperator: "GreaterThanThreshold" },
};

/** What is published in a minute: ten minutes of errors in each hundred, and a minute without data in each seven. */
const MINUTES: readonly Samples[] = Array.from({ length: 700 }, (_, minute) =>
  minute % 7 === 3 ? [] : [{ value: 1, count: minute % 100 < 10 ? 300 : 5 }],
);

function minute(index: number): Samples {
  return MINUTES[index % MINUTES.length] ?? [];
}

/** Milliseconds, and how many minutes were in ALARM. */
interface Timed {
  milliseconds: number;
  inAlarm: number;
}

function timed(run: () => number): Timed {
  const start = performance.now();
  const inAlarm = run();
  return { milliseconds: performance.now() - start, inAlarm };
}

function evaluate(minutes: number): number {
  const evaluator = evaluatorOf(ALARM);
  if (isRefusal(evaluator)) throw new Error(evaluator.refused);
  let index = 0;
  const read = (): Samples => minute(index);
  let inAlarm = 0;
  for (; index < minutes; index++) if (evaluator.advance(read) === "ALARM") inAlarm++;
  return inAlarm;
}

/** The floor: the Sum of each minute held against the threshold, no window and no missing data. */
function bareLoop(minutes: number): number {
  let over = 0;
  for (let index = 0; index < minutes; index++) {
    let sum = 0;
    for (const { value, count } of minute(index)) sum += value * count;
    if (sum > THRESHOLD) over++;
  }
  return over;
}

/** The same number of points through Prometheus' rule tests; undefined without a promtool on the PATH. */
function promtool(minutes: number): number | undefined {
  if (spawnSync("promtool", ["--version"]).status !== 0) return undefined;
  const dir = mkdtempSync(path.join(tmpdir(), "bench-promtool-"));
  try {
    const rule = { alert: "errors", expr: `errors > ${THRESHOLD}`, for: "4m" };
    writeFileSync(path.join(dir, "rules.yml"), JSON.stringify({ groups: [{ name: "g", rules: [rule] }] }));
    const values = `5x89 ${Array.from({ length: 10 }, () => "300").join(" ")} `.repeat(
      Math.ceil(minutes / 100),
    );
    const test = { interval: "1m", input_series: [{ series: "errors", values: values.trim() }] };
    const expected = [{ eval_time: `${minutes - 1}m`, alertname: "errors" }];
    writeFileSync(
      path.join(dir, "test.yml"),
      JSON.stringify({ rule_files: ["rules.yml"], tests: [{ ...test, alert_rule_test: expected }] }),
    );
    const start = performance.now();
    spawnSync("promtool", ["test", "rules", "test.yml"], { cwd: dir });
    return performance.now() - start;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Bytes of heap that stand after evaluating so many minutes. */
function heapAfter(minutes: number): number {
  evaluate(minutes);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** The table of this bench. */
export function benchEvaluate(): string {
  evaluate(YEAR / 10); // warm
  const floor = timed(() => bareLoop(YEAR));
  const year = timed(() => evaluate(YEAR));
  const peer = promtool(YEAR);
  const [small, large] = [heapAfter(YEAR), heapAfter(10 * YEAR)];
  const row = (name: string, milliseconds: number): string[] => [
    name,
    `${milliseconds.toFixed(0)} ms`,
    `${(YEAR / milliseconds / 1000).toFixed(2)} M/s`,
    (milliseconds / floor.milliseconds).toFixed(1),
  ];
  const table = new Table({
    head: [`an alarm over a year of minutes (${YEAR} evaluations)`, "time", "rate", "ratio"],
    style: { head: [], border: [] },
  });
  table.push(row("floor: a bare loop that holds each Sum against the threshold", floor.milliseconds));
  table.push(row("evaluator: window, missing data, states", year.milliseconds));
  table.push(
    peer === undefined
      ? ["promtool test rules: not on the PATH", "", "", ""]
      : row("promtool test rules, the same number of points", peer),
  );
  const growth = (large - small) / 1024;
  return `${table.toString()}\nheap after ten years against one: ${growth > 0 ? "+" : ""}${growth.toFixed(0)} KB`;
}
