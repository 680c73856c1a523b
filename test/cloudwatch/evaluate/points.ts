import type { Decision, Point } from "../../../cloudwatch/evaluate";

/** The guide's notation: X breaches, 0 does not, - is missing; the newest stands on the right. */
const POINT: Record<string, Point> = { X: "breaching", "0": "notBreaching", "-": "missing" };

/** Data points from the guide's notation, spaces left out, oldest first. */
export function pointsOf(row: string): Point[] {
  return Array.from(row)
    .filter((sign) => sign !== " ")
    .map((sign) => POINT[sign]!);
}

/** All strings of `length` points. */
export function* allRows(length: number): Generator<string> {
  if (length === 0) yield "";
  else for (const rest of allRows(length - 1)) for (const sign of "X0-") yield rest + sign;
}

/** The four treatments, in the order of the guide's columns. */
export const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const;

/** A decision of the guide's: N = 3, and a range of five points. */
export function guides(datapointsToAlarm: number, treatMissingData: Decision["treatMissingData"]): Decision {
  return { evaluationPeriods: 3, datapointsToAlarm, evaluationRange: 5, treatMissingData };
}
