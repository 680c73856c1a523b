import builder from "junit-report-builder";
import type { IncidentResult, ReplayReport, StackResult } from "../../replay";

/** The replay as JUnit XML: a suite for each incident, a case for each alarm of each stack. */
export function toJUnit(report: ReplayReport): string {
  const root = builder.newBuilder();
  for (const incident of report.incidents) {
    const suite = root.testSuite().name(incident.incident);
    for (const result of incident.stacks)
      for (const one of casesOf(result)) addCase(suite, one, incident, result);
  }
  return root.build();
}

interface Case {
  name: string;
  failure?: string;
  /** Why it was not judged. */
  skipped?: string;
}

function casesOf({ alarms, had }: StackResult): Case[] {
  return [
    ...alarms.map(({ alarm, verdict, expected = "", got = "", reason }) => ({
      name: alarm,
      failure: verdict === "failed" ? `expected ${expected}, got ${got}` : undefined,
      skipped: verdict === "excepted" ? reason : undefined,
    })),
    ...had.map(({ alarm, otherwise, did, verdict, expected = "" }) => ({
      name: `had: ${alarm} (${otherwise})`,
      failure: verdict === "failed" ? `expected ${expected}, got ${did}` : undefined,
    })),
  ];
}

function addCase(
  suite: ReturnType<ReturnType<typeof builder.newBuilder>["testSuite"]>,
  { name, failure, skipped }: Case,
  { incident }: IncidentResult,
  { stack }: StackResult,
): void {
  const test = suite.testCase().className(`${incident}.${stack}`).name(`${name} (${stack})`);
  if (failure !== undefined) test.failure(failure);
  if (skipped !== undefined) test.skipped().standardOutput(skipped);
}
