import type { Alarm } from "../../../../cloudwatch/alarm";
import { linesOf } from "../../../../cloudwatch/evaluate";
import { isUnknown } from "../../../../cloudwatch/unknown";
import {
  showDuration,
  showLimit,
  wrongAlarm,
  type Incident,
  type ReplaySource,
  type ReplayStack,
  type Subject,
  type Timeline,
} from "../../../replay";
import { panel, PANEL_HEIGHT, STATE_COLORS, WIDTH } from "./panel";
import { record } from "./record";
import { element, newDocument, text, type SvgDocument, type SvgElement } from "./svg";

const HEAD = 58;
const TITLE = 22;
const GAP = 12;
const LEFT = 16;

/** One alarm to draw, and what stands above it. */
interface Panel {
  title: string;
  subject: Subject;
}

/**
 * An incident as one SVG: a panel for each alarm that it expects, or that must stay silent, then for each wrong alarm
 * that the team had. It is drawn for the first wanted stack that the incident is about. Undefined where no alarm sees it.
 */
export function plotIncident(
  incident: Incident,
  { stacks, wanted }: Pick<ReplaySource, "stacks" | "wanted">,
): string | undefined {
  const about = stacks.filter(({ name }) => wanted.includes(name) && (incident.in?.includes(name) ?? true));
  const stack =
    about.find(({ alarms }) => incident.expect.every(({ alarm }) => alarms.has(alarm))) ?? about[0];
  if (stack === undefined) return undefined;
  const document = newDocument();
  const panels = panelsOf(incident, stack, stacks).flatMap(({ title, subject }) => {
    const recording = record(incident, subject);
    if (recording === undefined) return [];
    const { nearness } = recording.timeline;
    const drawn = panel(recording, nearness?.threshold, incident, document);
    return [{ title: `${title}: ${describe(subject.alarm, nearness)}`, drawn }];
  });
  if (panels.length === 0) return undefined;
  const height = HEAD + panels.length * (TITLE + PANEL_HEIGHT + GAP);
  const whole = element(document, "svg", {
    width: WIDTH,
    height,
    viewBox: `0 0 ${WIDTH} ${height}`,
    "font-family": "system-ui, sans-serif",
  });
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  whole.append(
    element(document, "rect", { width: WIDTH, height, fill: "white" }),
    ...head(document, incident, stack),
  );
  panels.forEach(({ title, drawn }, index) => {
    const top = HEAD + index * (TITLE + PANEL_HEIGHT + GAP);
    drawn.setAttribute("y", String(top + TITLE));
    whole.append(
      text(document, LEFT, top + TITLE - 6, title, { "font-size": 14, "font-weight": 600 }),
      drawn,
    );
  });
  return `${whole.outerHTML}\n`;
}

function panelsOf(incident: Incident, stack: ReplayStack, stacks: readonly ReplayStack[]): Panel[] {
  const expected = incident.expect.map(({ alarm }) => alarm);
  const names = expected.length > 0 ? expected : [...stack.alarms.keys()];
  const own = names.flatMap((name): Panel[] => {
    const alarm = stack.alarms.get(name);
    return alarm === undefined ? [] : [{ title: name, subject: { stack, alarm } }];
  });
  const had = incident.had.flatMap((wrong, index): Panel[] => {
    const base = [stack, ...stacks].find(({ alarms }) => alarms.has(wrong.like))?.alarms.get(wrong.like);
    const isHere = wrong.only?.includes(stack.name) ?? true;
    if (base === undefined || !isHere) return [];
    const alarm = wrongAlarm(base, wrong, index, incident);
    return [{ title: `${wrong.like} as it was`, subject: { stack, alarm } }];
  });
  return [...own, ...had];
}

/** `Maximum UnHealthyHostCount > 0, 3 of 5 × 1m` */
function describe(alarm: Alarm, nearness: Timeline["nearness"]): string {
  const [line] = linesOf(alarm).values();
  const { evaluationPeriods: n = "?", datapointsToAlarm: m = n } = alarm;
  const returned = isUnknown(alarm.queries)
    ? undefined
    : alarm.queries?.find(({ returnData }) => returnData !== false);
  const measured = returned?.expression ?? `${line?.statistic ?? ""} ${line?.metricName ?? ""}`;
  const limit = nearness === undefined ? "" : ` ${showLimit(nearness)}`;
  return shorten(
    `${measured}${limit}, ${m} of ${n} × ${showDuration(Number(line?.period ?? 0))}`,
    LONGEST_TITLE,
  );
}

function head(document: SvgDocument, { name, what }: Incident, { name: stack }: ReplayStack): SvgElement[] {
  const legend = Object.entries(STATE_COLORS).flatMap(([state, fill], index) => {
    const x = WIDTH - 340 + index * 90;
    return [
      element(document, "rect", { x, y: 12, width: 14, height: 14, fill, stroke: "#888" }),
      text(document, x + 20, 24, state === "INSUFFICIENT_DATA" ? "INSUFFICIENT DATA" : state, {
        "font-size": 12,
      }),
    ];
  });
  return [
    text(document, LEFT, 24, `${name} (${stack})`, { "font-size": 18, "font-weight": 700 }),
    text(document, LEFT, 44, shorten(what, LONGEST_WHAT), { "font-size": 12, fill: "#444" }),
    ...legend,
  ];
}

/** What fits in a line of the picture. */
const LONGEST_WHAT = 140;
const LONGEST_TITLE = 80;

function shorten(what: string, longest: number): string {
  const line = what.replaceAll("\n", " ");
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
