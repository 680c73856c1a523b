import { parseHTML } from "linkedom";
import { showLimit, wrongAlarm, type Incident, type ReplaySource, type ReplayStack, type Subject } from "../../../replay";
import { panel, PANEL_HEIGHT, STATE_COLORS, WIDTH } from "./panel";
import { record } from "./record";

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
export function plotIncident(incident: Incident, { stacks, wanted }: Pick<ReplaySource, "stacks" | "wanted">): string | undefined {
  const about = stacks.filter(({ name }) => wanted.includes(name) && (incident.in?.includes(name) ?? true));
  const stack = about.find(({ alarms }) => incident.expect.every(({ alarm }) => alarms.has(alarm))) ?? about[0];
  if (stack === undefined) return undefined;
  const { document } = parseHTML("<html></html>");
  const panels = panelsOf(incident, stack, stacks).flatMap(({ title, subject }) => {
    const recording = record(incident, subject);
    if (recording === undefined) return [];
    const { nearness } = recording.timeline;
    const limit = nearness === undefined ? "" : `  ${showLimit(nearness)}`;
    return [{ title: `${title}${limit}`, drawn: panel(recording, nearness?.threshold, incident, document) }];
  });
  if (panels.length === 0) return undefined;
  const height = HEAD + panels.length * (TITLE + PANEL_HEIGHT + GAP);
  const whole = element(document, "svg", { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, "font-family": "system-ui, sans-serif" });
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  whole.append(element(document, "rect", { width: WIDTH, height, fill: "white" }), ...head(document, incident, stack));
  panels.forEach(({ title, drawn }, index) => {
    const top = HEAD + index * (TITLE + PANEL_HEIGHT + GAP);
    drawn.setAttribute("y", String(top + TITLE));
    whole.append(text(document, LEFT, top + TITLE - 6, title, { "font-size": 14, "font-weight": 600 }), drawn);
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
    const fields = Object.entries(wrong.with).map(([field, value]) => `${field} ${String(value)}`);
    return [{ title: `what the team had: ${wrong.like} ${fields.join(", ")}`, subject: { stack, alarm } }];
  });
  return [...own, ...had];
}

function head(document: Document, { name, what }: Incident, { name: stack }: ReplayStack): Element[] {
  const legend = Object.entries(STATE_COLORS).flatMap(([state, fill], index) => {
    const x = WIDTH - 340 + index * 90;
    return [
      element(document, "rect", { x, y: 12, width: 14, height: 14, fill, stroke: "#888" }),
      text(document, x + 20, 24, state === "INSUFFICIENT_DATA" ? "INSUFFICIENT DATA" : state, { "font-size": 12 }),
    ];
  });
  return [
    text(document, LEFT, 24, `${name} (${stack})`, { "font-size": 18, "font-weight": 700 }),
    text(document, LEFT, 44, shorten(what), { "font-size": 12, fill: "#444" }),
    ...legend,
  ];
}

/** What fits in a line of the picture. */
const LONGEST = 140;

function shorten(what: string): string {
  const line = what.replaceAll("\n", " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

function text(document: Document, x: number, y: number, content: string, attributes: Record<string, string | number>): Element {
  const made = element(document, "text", { x, y, ...attributes });
  made.textContent = content;
  return made;
}

function element(document: Document, name: string, attributes: Record<string, string | number>): Element {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
