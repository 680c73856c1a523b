import { removePrograms } from "../support/program";
import { installOldSdks, linkOldSdk, type AwsMajor } from "./oldSdks";
import { assertClean, checkLayout, source } from "./program";

/** @pulumi/command as far as a program needs it: its package is not installed, and its outputs are unknown. */
const COMMAND = `class Command extends pulumi.CustomResource { readonly stdout!: pulumi.Output<string>;
  constructor(name: string, args: object) { super("command:local:Command", name, { stdout: undefined, ...args }); } }
new Command("build", { create: "make" });`;

describe("check --program on a program with an old SDK of its own", function () {
  let missing: string | undefined;
  // npm has 400 MB to fetch the first time.
  this.timeout(600_000);
  before(function () {
    missing = installOldSdks();
    if (missing === undefined) return;
    console.log(`    skipped: the old SDKs cannot be had: ${missing}`);
    this.skip();
  });
  after(removePrograms);

  const majors: readonly AwsMajor[] = [4, 5, 6];
  for (const major of majors) {
    it(`judges @pulumi/pulumi 3.61 with @pulumi/aws ${major}`, async () => {
      // Version 4 cannot be loaded by its parts alone.
      const files = {
        "index.ts": `import "@pulumi/aws";\n${source("import", COMMAND)}`,
        // As its time wrote it: the SDK brings its own TypeScript.
        "tsconfig.json":
          '{ "compilerOptions": { "module": "commonjs", "target": "es2016", "strict": true } }',
      };
      const prepare = (dir: string) => {
        linkOldSdk(dir, major);
      };
      assertClean(await checkLayout(files, { prepare }));
    });
  }
});
