import type { EnforcementLevel, PolicyHost } from "./host/types";
import type { WeakerPolicy } from "./report/types";

const STRENGTH: Readonly<Record<EnforcementLevel, number>> = {
  disabled: 0,
  advisory: 1,
  mandatory: 2,
  remediate: 2,
};

/** The policies that `file` sets to a weaker level than the pack's own, so that nobody wonders why they are quiet. */
export function weakerPolicies({ info, levels }: PolicyHost, file: string): WeakerPolicy[] {
  return info.policies.flatMap(({ name: policy, level: own }) => {
    const level = levels.get(policy) ?? own;
    if (STRENGTH[level] >= STRENGTH[own] || level === "mandatory" || level === "remediate") return [];
    return [{ policy, level, own: own === "advisory" ? own : "mandatory", file }];
  });
}
