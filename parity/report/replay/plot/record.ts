import type { AlarmState } from "../../../../cloudwatch/evaluate";
import { observeAlarm, type Incident, type Subject, type Timeline } from "../../../replay";

/** What a panel shows of one alarm in one incident. */
export interface Recording {
  timeline: Timeline;
  /** The alarm's data points, thinned to what can be seen; undefined where there was none. `at`: seconds after the start. */
  points: { at: number; value: number | undefined }[];
  /** Stretches of one state, without gaps. */
  states: { from: number; to: number; state: AlarmState }[];
}

/** Stretches into which a long incident is divided; of each its least and its largest value are kept. */
const MOST_STRETCHES = 900;

/** Runs one alarm and keeps what can be seen of it; undefined where it sees no signal, or is not evaluated. */
export function record(incident: Incident, subject: Subject): Recording | undefined {
  const thin = new Thinner(incident.length / MOST_STRETCHES);
  const timeline = observeAlarm(incident, subject, (at, _state, value) => {
    thin.add(at, value);
  });
  return timeline === undefined
    ? undefined
    : { timeline, points: thin.points(), states: statesOf(timeline, incident.length) };
}

function statesOf({ atStart, changes }: Timeline, length: number): Recording["states"] {
  const begins = [{ at: 0, state: atStart }, ...changes.map(({ at, to }) => ({ at, state: to }))];
  return begins.map(({ at, state }, index) => ({ from: at, to: begins[index + 1]?.at ?? length, state }));
}

/** Keeps the least and the largest value of each stretch, in their order, and each gap. */
class Thinner {
  private readonly kept: Recording["points"] = [];
  private stretch = -1;
  private low: Recording["points"][number] | undefined;
  private high: Recording["points"][number] | undefined;
  private last: Recording["points"][number] | undefined;

  /** @param width seconds of a stretch */
  constructor(private readonly width: number) {}

  add(at: number, value: number | undefined): void {
    const stretch = Math.floor(at / this.width);
    if (stretch !== this.stretch) this.flush();
    this.stretch = stretch;
    const point = { at, value };
    if (value === undefined) {
      if (this.last?.value !== undefined) {
        this.flush();
        this.kept.push(point);
      }
    } else {
      if (this.low?.value === undefined || value < this.low.value) this.low = point;
      if (this.high?.value === undefined || value >= this.high.value) this.high = point;
    }
    this.last = point;
  }

  points(): Recording["points"] {
    this.flush();
    return this.last === undefined ? this.kept : [...this.kept, this.last];
  }

  private flush(): void {
    const both = [this.low, this.high].filter((point) => point !== undefined);
    this.kept.push(...[...new Set(both)].sort((a, b) => a.at - b.at));
    this.low = undefined;
    this.high = undefined;
  }
}
