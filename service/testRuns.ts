import type { Log } from "./database";
import { reasonOf } from "./reason";
import type { TestResult } from "./selfTest";
import { within } from "./within";

/** All tests, run once. */
export interface TestRun {
  readonly databaseConnectivity: boolean;
  readonly results: readonly TestResult[];
}

/** Times of `/test`, in ms. */
export interface TestTiming {
  /** Pause between the end of a run and the next. Default: 5000. */
  readonly pauseMs: number;
  /** How long a call waits while there is no run yet, under 1000. Default: 800. */
  readonly firstMs: number;
  /** A run that ended longer ago says nothing of now. Default: 30000. */
  readonly staleMs: number;
}

export const TEST_TIMING: TestTiming = { pauseMs: 5000, firstMs: 800, staleMs: 30_000 };

/**
 * Runs the tests again and again, one run at a time, and keeps the last. Callers start none: however many there are,
 * the load is the same, and Route 53 has its answer within the 2 s that it allows.
 */
export class TestRuns {
  #last: { readonly run: TestRun; readonly endedAt: number } | undefined;
  #first: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #closing = new AbortController();
  #failing = new Set<string>();

  constructor(
    private readonly runAll: (closing: AbortSignal) => Promise<TestRun>,
    private readonly timing: TestTiming,
    private readonly log: Log,
  ) {}

  start(): void {
    this.#first = this.#run();
  }

  /** The last run and its age in ms, at once; before the first has ended, after a wait of at most `firstMs`. */
  async last(): Promise<{ readonly run: TestRun; readonly ageMs: number } | undefined> {
    if (this.#last === undefined && this.#first !== undefined) {
      await within(this.timing.firstMs, this.#first, "not yet").catch(() => undefined);
    }
    return this.#last && { run: this.#last.run, ageMs: performance.now() - this.#last.endedAt };
  }

  /** Ends a run that is under way, too. */
  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    try {
      const run = await this.runAll(this.#closing.signal);
      this.#last = { run, endedAt: performance.now() };
      if (!this.#closing.signal.aborted) this.#tell(run.results);
    } catch (error) {
      this.log.warn({ reason: reasonOf(error) }, "the tests could not be run");
    }
    if (!this.#closing.signal.aborted) this.#timer = setTimeout(() => void this.#run(), this.timing.pauseMs);
  }

  /** A line for each change, not one for each run. */
  #tell(results: readonly TestResult[]): void {
    for (const { Name, Endpoint, Success, Error: reason } of results) {
      const fields = { test: Name, endpoint: Endpoint };
      if (!Success && !this.#failing.has(Name)) this.log.warn({ ...fields, reason }, "test fails");
      if (Success && this.#failing.has(Name)) this.log.info(fields, "test succeeds again");
    }
    this.#failing = new Set(results.filter(({ Success }) => !Success).map(({ Name }) => Name));
  }
}
