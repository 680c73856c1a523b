/** What a provider fills in where the program says nothing (@pulumi/aws 7), names apart; undefined means whatever it likes. */
export const FILLED_IN: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["region", undefined],
  ["evaluateLowSampleCountPercentiles", undefined],
  ["treatMissingData", "missing"],
  ["actionsEnabled", true],
]);
