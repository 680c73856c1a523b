import type { Colors } from "picocolors/types";
import { showLimit, showValue, type AlarmCoverage } from "../../replay";
import type { Look } from "../terminal";
import { columns, count } from "../text";

/** For each alarm: which incidents fire it, and how near to it a time without trouble came. */
export function showCoverage(coverage: readonly AlarmCoverage[], { colors }: Look): string {
  const fired = coverage.filter(({ verdict }) => verdict === "fired").length;
  const title = `Coverage: ${fired} of ${count(coverage.length, "alarm")} fired by an incident`;
  const rows = coverage.map((one) => [one.alarm, whatFires(one, colors), ...nearest(one)]);
  const head = ["", "fired by", "nearest when quiet", "points", "in"].map((text) => colors.dim(text));
  return `${colors.bold(title)}\n${columns([head, ...rows])}`;
}

function whatFires({ verdict, firedBy }: AlarmCoverage, colors: Colors): string {
  if (verdict !== "fired") return colors.yellow(verdict);
  const [first = "", ...more] = firedBy;
  return more.length === 0 ? first : `${first} ${colors.dim(`+${more.length}`)}`;
}

/** `69 (> 80)`, `2 of 3`: the nearest value, and the most breaching data points of those that it takes. */
function nearest({ nearest: near }: AlarmCoverage): string[] {
  if (near === undefined) return ["", "", ""];
  const { value, breaching, needed } = near.nearness;
  const shown = value === undefined ? "no data" : showValue(value);
  return [`${shown} (${showLimit(near.nearness)})`, `${breaching} of ${needed}`, near.incident];
}
