import assert from "node:assert/strict";
import { decide, type AlarmState } from "../../../cloudwatch/evaluate";
import { guides, pointsOf, TREATMENTS } from "./points";

/** A cell: the state, or that the current one is kept. */
type Cell = "OK" | "ALARM" | "INSUFFICIENT_DATA" | "keeps";
type Row = readonly [row: string, cells: readonly [Cell, Cell, Cell, Cell]];

const ALL_OK = ["OK", "OK", "OK", "OK"] as const;
const ALL_ALARM = ["ALARM", "ALARM", "ALARM", "ALARM"] as const;
const PREMATURE = ["ALARM", "keeps", "ALARM", "OK"] as const;

/**
 * The two tables of the CloudWatch user guide, "How alarm state is evaluated when data is missing": N = 3, range 5;
 * columns missing, ignore, breaching, notBreaching.
 */
const TABLES: readonly { m: number; edition: string; rows: readonly Row[] }[] = [
  {
    m: 3,
    edition: "June 2023",
    rows: [
      ["0 - X - X", ALL_OK],
      ["0 - - - -", ALL_OK],
      ["- - - - -", ["INSUFFICIENT_DATA", "keeps", "ALARM", "OK"]],
      ["0 X X - X", ALL_ALARM],
      ["- - X - -", PREMATURE],
    ],
  },
  {
    m: 2,
    edition: "June 2023",
    rows: [
      ["0 - X - X", ALL_ALARM],
      ["0 0 X 0 X", ALL_ALARM],
      ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
      ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
      ["- - - X -", PREMATURE],
    ],
  },
  // Its row `- - - - X` is below: newer editions have dropped it.
  { m: 3, edition: "January 2019", rows: [["X - - - -", PREMATURE]] },
];

/** What the guide's prose says of points that are breaching and young ("Avoiding premature transitions to alarm state"). */
const YOUNG: readonly (readonly [m: number, row: string, cells: Row[1]])[] = [
  [3, "- - - - X", ["OK", "keeps", "ALARM", "OK"]],
  [3, "- - - X -", ["OK", "keeps", "ALARM", "OK"]],
  [3, "- - - X 0", ["OK", "OK", "OK", "OK"]],
  [2, "- - - - X", ["OK", "keeps", "ALARM", "OK"]],
  [1, "- - - - X", ALL_ALARM],
  [2, "- X X - -", ALL_ALARM],
];

function holds(m: number, row: string, cells: Row[1]): void {
  const points = pointsOf(row);
  TREATMENTS.forEach((treatment, column) => {
    it(`${row}, M = ${m}, ${treatment}: ${cells[column]!}`, () => {
      for (const current of ["OK", "ALARM", "INSUFFICIENT_DATA"] as AlarmState[]) {
        const state = decide((age) => points.at(-1 - age)!, guides(m, treatment), current);
        assert.equal(state, cells[column] === "keeps" ? current : cells[column]);
      }
    });
  });
}

describe("the guide's tables of missing data", () => {
  for (const { m, edition, rows } of TABLES)
    describe(`M = ${m} of N = 3, edition of ${edition}`, () => {
      for (const [row, cells] of rows) holds(m, row, cells);
    });
  describe("young breaching points, which the tables leave open", () => {
    for (const row of YOUNG) holds(...row);
  });
});
