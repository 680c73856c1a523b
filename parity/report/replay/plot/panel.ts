import * as Plot from "@observablehq/plot";
import type { AlarmState } from "../../../../cloudwatch/evaluate";
import { showDuration, type Incident } from "../../../replay";
import type { Recording } from "./record";
import type { SvgDocument, SvgElement } from "./svg";

/** Pixels. */
export const WIDTH = 900;
export const PANEL_HEIGHT = 190;

/** Of a state's band; told apart in grey, too. */
export const STATE_COLORS: Readonly<Record<AlarmState, string>> = {
  OK: "#dcefe0",
  ALARM: "#f2a49b",
  INSUFFICIENT_DATA: "#dddddd",
};

const LINE = "#1f4e79";
const LIMIT = "#b02a1a";

/** Tick distances in seconds: the first that gives few enough is taken. */
const TICKS = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000];
const MOST_TICKS = 12;

/** One alarm over an incident's time: its data points, its threshold, its states as bands. `document` makes the elements. */
export function panel(
  { points, states }: Recording,
  threshold: number | undefined,
  { length, trouble }: Incident,
  document: SvgDocument,
): SvgElement {
  const [low, high] = range(points, threshold);
  const drawn: unknown = Plot.plot({
    document,
    width: WIDTH,
    height: PANEL_HEIGHT,
    marginLeft: 64,
    marginRight: 40,
    marginTop: 12,
    marginBottom: 34,
    style: { fontFamily: "system-ui, sans-serif", fontSize: "12px", background: "white" },
    x: {
      domain: [0, length],
      ticks: ticks(length),
      tickFormat: (at: number) => showDuration(at),
      label: null,
    },
    y: { domain: [low, high], grid: true, ticks: 4, label: null, nice: true },
    marks: [
      Plot.rectX(states, {
        x1: "from",
        x2: "to",
        fill: ({ state }: { state: AlarmState }) => STATE_COLORS[state],
      }),
      ...(trouble === undefined
        ? []
        : [Plot.ruleX([trouble.from, trouble.to], { stroke: "#555", strokeDasharray: "2,3" })]),
      ...(threshold === undefined
        ? []
        : [Plot.ruleY([threshold], { stroke: LIMIT, strokeDasharray: "6,4", strokeWidth: 1.5 })]),
      Plot.line(points, {
        x: "at",
        y: (point: Recording["points"][number]) => point.value ?? NaN,
        stroke: LINE,
        strokeWidth: 1.5,
        curve: "step-before",
        clip: true,
      }),
      // A lone point between gaps makes no line.
      Plot.dot(lonePoints(points), { x: "at", y: "value", fill: LINE, r: 1.5 }),
    ],
  });
  return drawn as SvgElement;
}

/** From 0, or what is least, to what is most; with room, so that no line lies on the frame. */
function range(points: Recording["points"], threshold = 0): [number, number] {
  const [low, high] = points.reduce(
    ([least, most], { value = threshold }) => [Math.min(least, value), Math.max(most, value)],
    [Math.min(0, threshold), Math.max(threshold, 0)],
  );
  const room = (high - low || 1) * 0.08;
  return [threshold === low ? low - room : low, high === low ? high + 1 : high + room];
}

function ticks(length: number): number[] {
  const distance = TICKS.find((one) => length / one <= MOST_TICKS) ?? length;
  return Array.from({ length: Math.floor(length / distance) + 1 }, (_, index) => index * distance);
}

function lonePoints(points: Recording["points"]): Recording["points"] {
  const has = (index: number): boolean => points[index]?.value !== undefined;
  return points.filter((_, index) => has(index) && !has(index - 1) && !has(index + 1));
}
