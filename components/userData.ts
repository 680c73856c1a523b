import * as pulumi from "@pulumi/pulumi";
import { agentConfiguration } from "./agent";
import type { Definition, ServiceDefinition } from "./service";
import { softwareOf } from "./software";
import { assignments, lines, script } from "./software/shell";
import { LAUNCH_HOOK, LAUNCH_TIMEOUT_SECONDS } from "./timing";

/** How long before the launch hook would an instance gives itself up, so that the group's history shows which it was. */
const MARGIN_SECONDS = 120;

/**
 * The script that an instance runs at its first boot: agent, software, then it waits for its own service to answer and
 * ends the launch hook; only then does the load balancer get to see it. Whatever fails ends the hook with ABANDON at
 * once.
 * @param variables of the software, e.g. the address that it sends to
 * @param probe shell command that succeeds while the instance is well. @default the software defines `answers`
 */
export function userData(
  definition: Definition,
  variables: Readonly<Record<string, pulumi.Input<string>>>,
  probe?: string,
): pulumi.Output<string> {
  return pulumi.all(variables).apply((known) => scriptOf(definition, known, probe));
}

function scriptOf(
  definition: Definition,
  variables: Readonly<Record<string, string>>,
  probe?: string,
): string {
  const own = assignments({
    SERVICE: definition.name,
    LAUNCH_HOOK,
    GIVE_UP_SECONDS: LAUNCH_TIMEOUT_SECONDS - MARGIN_SECONDS,
    ...variables,
  });
  const agent = `cat > "$AGENT/etc/alarm-parity.json" <<'AGENT'
${JSON.stringify(agentConfiguration(), undefined, 2)}
AGENT
${script("agent")}`;
  return `#!/bin/bash
set -euo pipefail
shopt -s inherit_errexit

${lines(
  own,
  script("boot"),
  agent,
  softwareOf(definition.software).script(definition),
  ...(probe === undefined ? [] : [`answers() {\n  ${probe}\n}`]),
  script("wait"),
)}
`;
}

/** The health check of a service's load balancer, as an instance asks it of itself. */
export function probeOf(service: ServiceDefinition): string {
  const { port } = service;
  const open = `timeout 5 bash -c '</dev/tcp/127.0.0.1/${port}'`;
  if (!("healthPath" in service)) return open;
  const {
    healthPort = port,
    instanceProtocol = "HTTP",
  }: Partial<ServiceDefinition & { kind: "application" }> = service.kind === "application" ? service : {};
  const get = (scheme: string) =>
    `curl -fsS${scheme === "https" ? "k" : ""} -o /dev/null --max-time 5 "${scheme}://127.0.0.1:${healthPort}${service.healthPath}"`;
  return healthPort === port ? get(instanceProtocol.toLowerCase()) : `${get("http")} && ${open}`;
}
