/**
 * A number that a description states as its alarm's threshold. Grammar, narrow on purpose: one of `>`, `>=`, `<`, `<=`,
 * above, over, exceeds, more/greater/less/fewer than, at least, at most, below, under, `threshold (of|is|:)`, then a
 * number, then maybe a unit: "> 80", "above 80 %", "threshold 80".
 */
interface Stated {
  /** As written, e.g. `above 80 %`. */
  text: string;
  /** What it may mean in the metric's unit. */
  values: number[];
  /** Whether `n` itself does not breach ("more than n"); undefined where the words do not say. */
  strict?: boolean;
  /** It may be about something else (a duration, a number of hosts): it can agree, but not disagree. */
  soft: boolean;
}

const STATED =
  /(?<before>\b(?:for|last|lasting|within|after)\s+)?(?<op>(?<![-=<>])(?:>=|<=|≥|≤|>|<)|\b(?:at least|at most|(?:more|greater|less|fewer|higher|lower) than(?: or equal to)?|above|over|exceed(?:s|ed|ing)?|below|under|threshold(?: of| is|:| =)?))\s*(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![,.]?\d)\s*(?<unit>%|[a-zµ]+)?/gi;

/** What a number in this unit may be in the metric's own unit. */
const SCALES: Readonly<Record<string, readonly number[]>> = {
  "%": [1, 0.01],
  percent: [1, 0.01],
  k: [1000],
  ms: [1, 0.001, 1000],
  milliseconds: [1, 0.001, 1000],
  s: [1, 1000, 1e6],
  sec: [1, 1000, 1e6],
  second: [1, 1000, 1e6],
  seconds: [1, 1000, 1e6],
  minute: [1, 60, 60_000],
  minutes: [1, 60, 60_000],
  hour: [1, 3600, 3_600_000],
  hours: [1, 3600, 3_600_000],
  day: [1, 86_400, 86_400_000],
  days: [1, 86_400, 86_400_000],
  ...bytes("k", 1),
  ...bytes("m", 2),
  ...bytes("g", 3),
  ...bytes("t", 4),
};

const SHORT_TIME = /^(ms|milliseconds|s|sec|seconds?)$/;
/** Words behind a number that is about the window, the fleet or a status code rather than the metric. */
const NOT_THE_METRIC =
  /^(min|mins|minutes?|h|hours?|d|days?|weeks?|of|out|consecutive|times|datapoints?|periods?|points?|checks?|evaluations?|instances?|hosts?|nodes?|zones?|x+|th|st|nd|rd)$/;

/**
 * The first threshold stated in `text` where none that is stated is the alarm's; undefined where one is, or none is
 * stated. `isTime`: the metric is a time, so that seconds behind a number are its unit. `also`: other numbers that the
 * alarm holds its metrics to (of its expressions).
 */
export function wrongThreshold(
  text: string,
  threshold: number,
  { strict, isTime, also }: { strict: boolean; isTime: boolean; also: readonly number[] },
): string | undefined {
  const stated = [...text.matchAll(STATED)].map((match) => readStated(match, isTime));
  const agrees = ({ values, strict: said }: Stated): boolean => {
    // Of whole numbers "more than 0" is "at least 1".
    const near = said !== undefined && said !== strict ? [threshold - 1, threshold + 1] : [];
    return values.some((value) => [threshold, ...near, ...also].some((own) => isEqual(value, own)));
  };
  if (stated.some(agrees)) return undefined;
  return stated.find(({ soft }) => !soft)?.text;
}

function readStated(match: RegExpExecArray, isTime: boolean): Stated {
  const { before = "", op = "", number = "", unit = "" } = match.groups ?? {};
  const value = Number(number.replaceAll(",", ""));
  const name = unit.toLowerCase();
  const isDuration = before !== "" || (SHORT_TIME.test(name) && !isTime);
  const shown = name in SCALES ? match[0] : match[0].slice(0, match[0].length - unit.length);
  return {
    text: shown.slice(before.length).trim(),
    values: (SCALES[name] ?? [1]).map((scale) => value * scale),
    strict: strictness(op.toLowerCase()),
    soft: isDuration || NOT_THE_METRIC.test(name),
  };
}

function strictness(op: string): boolean | undefined {
  if (op.startsWith("threshold")) return undefined;
  return !/^(>=|<=|≥|≤|at )|or equal/.test(op);
}

function isEqual(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}

function bytes(letter: string, power: number): Record<string, number[]> {
  const scales = [1, 1000 ** power, 1024 ** power];
  return { [`${letter}b`]: scales, [`${letter}ib`]: scales };
}
