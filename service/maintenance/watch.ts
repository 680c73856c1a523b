import type { Log } from "../database";
import { reasonOf } from "../reason";
import { within } from "../within";
import type { MaintenanceSource } from "./sources";
import { maintenanceState, OFF, type MaintenanceState } from "./state";

/** A source that takes longer than this, in ms, has failed. */
const READ_LIMIT = 3000;

/** Polls the switch. What it said last holds while it cannot be read; until it could be read once, maintenance is off. */
export class MaintenanceWatch {
  #state: MaintenanceState = OFF;
  #problem: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param everyMs pause between two readings, in ms */
  constructor(
    private readonly source: MaintenanceSource,
    private readonly everyMs: number,
    private readonly log: Log,
  ) {}

  get state(): MaintenanceState {
    return this.#state;
  }

  /** Reads the switch now and from now on. Never rejects. */
  async start(): Promise<void> {
    await this.refresh();
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.start(), this.everyMs);
  }

  /** Reads the switch once. Never rejects. */
  async refresh(): Promise<void> {
    const fields = { source: this.source.name };
    try {
      const late = `no answer within ${READ_LIMIT} ms`;
      const text = await within(READ_LIMIT, this.source.read(AbortSignal.timeout(READ_LIMIT)), late);
      const state = text === undefined ? OFF : maintenanceState(text);
      if (state.on !== this.#state.on) {
        this.log.info({ ...fields, maintenance: state }, `maintenance is ${state.on ? "on" : "off"}`);
      }
      if (this.#problem !== undefined) this.log.info(fields, "the maintenance switch can be read again");
      this.#state = state;
      this.#problem = undefined;
    } catch (error) {
      const reason = reasonOf(error);
      if (this.#closed || reason === this.#problem) return;
      const kept = `the maintenance switch cannot be read; it stays ${this.#state.on ? "on" : "off"}`;
      this.log.warn({ ...fields, reason }, kept);
      this.#problem = reason;
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.source.close();
  }
}
