import type { Rule } from "./rule";
import { comparedWithOthers } from "./support/compared";

/** "Works in staging, fails in production" begins in what lies around the alarms: rules, health checks, user data, mail. */
export const stackParity: Rule = {
  name: "stack-parity",
  description:
    "A resource, beside alarms, that another listed stack has not, or has with another field that is no declared size, without an exception.",
  level: "mandatory",
  checkStack: (_stack, context) => comparedWithOthers("resource", context),
};
