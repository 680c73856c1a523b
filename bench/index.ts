// `npm run bench [-- RUNS]`: what a check, an evaluation and a replay cost, as ratios to a floor, so that they hold on any machine.
import { benchCheck } from "./check";
import { benchEvaluate } from "./evaluate";
import { benchReplay } from "./replay";

const DEFAULT_RUNS = 5;

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? DEFAULT_RUNS);
  if (!Number.isInteger(runs) || runs < 1) throw new Error("give the number of runs, at least 1");
  console.log(benchEvaluate());
  console.log(await benchReplay());
  console.log(await benchCheck(runs));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
