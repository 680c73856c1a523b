import type { AlarmState } from "../evaluate/types";

/** The alarm that holds a composite's actions back (PutCompositeAlarm, `ActionsSuppressor`). */
export interface Suppressor {
  /** Name or ARN, as it is written. */
  readonly alarm: string;
  /** Seconds that actions wait for the suppressor to go into ALARM after the composite changed; 0 or more. */
  readonly waitPeriod: number;
  /** Seconds that actions are still held back after the suppressor left ALARM; 0 or more. */
  readonly extensionPeriod: number;
}

/** What holds actions back, as DescribeAlarms names it (`ActionsSuppressedBy`). */
export type SuppressedBy = "Alarm" | "WaitPeriod" | "ExtensionPeriod";

/** The actions of a state, which ran at a time (seconds, of the caller's clock). */
export interface ActionsRun {
  readonly state: AlarmState;
  readonly at: number;
}

interface Period {
  readonly by: "WaitPeriod" | "ExtensionPeriod";
  readonly until: number;
}

/**
 * When a composite's actions run, by the six worked examples of the CloudWatch user guide ("Composite alarm action
 * suppression"). Where they leave it open:
 * - A change of state is owed its actions; they run once, for the state at the end of the period. So a composite that has
 *   come back to OK within its wait runs its OK actions (example 3), and one that did not change while it was suppressed
 *   runs none.
 * - Any leaving of ALARM ends the suppression, to INSUFFICIENT_DATA too (API: "goes out of the ALARM state").
 * - What changes at the very end of a period counts before its end.
 */
export class Suppression {
  private period: Period | undefined;
  private isOwed = false;
  private wasSuppressing = false;
  private state: AlarmState = "INSUFFICIENT_DATA";

  constructor(
    private readonly waitPeriod: number,
    private readonly extensionPeriod: number,
  ) {}

  /** Takes the composite's state at a time, and whether the suppressor is in ALARM then; tells what has run since. */
  advance(at: number, state: AlarmState, isSuppressing: boolean): ActionsRun[] {
    const ran = this.ended((until) => until < at);
    const hasChanged = state !== this.state;
    const hasLeft = this.wasSuppressing && !isSuppressing;
    this.state = state;
    this.wasSuppressing = isSuppressing;
    this.isOwed ||= hasChanged;
    if (isSuppressing) this.period = undefined;
    else if (hasChanged) this.period = { by: "WaitPeriod", until: at + this.waitPeriod };
    else if (hasLeft) this.period = { by: "ExtensionPeriod", until: at + this.extensionPeriod };
    return [...ran, ...this.ended((until) => until <= at)];
  }

  /** What holds actions back now; undefined where nothing does. */
  get by(): SuppressedBy | undefined {
    return this.wasSuppressing ? "Alarm" : this.period?.by;
  }

  private ended(isOver: (until: number) => boolean): ActionsRun[] {
    const { period } = this;
    if (period === undefined || !isOver(period.until)) return [];
    this.period = undefined;
    if (!this.isOwed) return [];
    this.isOwed = false;
    return [{ state: this.state, at: period.until }];
  }
}
