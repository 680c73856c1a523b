import { dirname } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { newRun, toPolicy } from "./adapter";
import { makeContexts, placeOf } from "./context";
import { refuseStaleBundle } from "./fresh";
import { rules } from "./rules";
import { unchecksPrinter } from "./unchecked";

// The bundle lies in the pack's bin/.
const packDir = dirname(__dirname);
refuseStaleBundle(packDir);

const place = placeOf(packDir, process.env);
const byCheck = place.rendersFile !== undefined;
const tellUnchecked = byCheck
  ? () => undefined
  : unchecksPrinter((line) => process.stderr.write(`${line}\n`));
const run = newRun({ contexts: makeContexts(place, rules), tellUnchecked, namesStack: !byCheck });

new PolicyPack("alarm-parity", { policies: rules.map((rule) => toPolicy(rule, run)) });
