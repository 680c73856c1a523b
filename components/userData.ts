import { agentConfiguration } from "./agent";
import { healthPathOf, type ServiceDefinition } from "./service";
import { SOFTWARE } from "./software";
import { LAUNCH_HOOK, LAUNCH_TIMEOUT_SECONDS } from "./timing";

const AGENT = "/opt/aws/amazon-cloudwatch-agent";

/**
 * The script that an instance runs at its first boot: agent, software, then it waits for its own service to answer and
 * ends the launch hook; only then does the load balancer get to see it. It gives up before the hook does and
 * says so, so that the group's activity history shows which of the two it was.
 */
export function userData(service: ServiceDefinition): string {
  return `#!/bin/bash
set -euo pipefail

imds() {
  local token
  token=$(curl -fsS --retry 5 -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 300" http://169.254.169.254/latest/api/token)
  curl -fsS --retry 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

# Empty on an instance that no group has launched.
GROUP=$(imds tags/instance/aws:autoscaling:groupName || true)

end_launch() {
  if [ -n "$GROUP" ]; then
    aws autoscaling complete-lifecycle-action --region "$(imds placement/region)" \\
      --auto-scaling-group-name "$GROUP" --lifecycle-hook-name ${LAUNCH_HOOK} \\
      --instance-id "$(imds instance-id)" --lifecycle-action-result "$1"
  fi
}
trap 'end_launch ABANDON' ERR

dnf install -y amazon-cloudwatch-agent
cat > ${AGENT}/etc/alarm-parity.json <<'AGENT'
${JSON.stringify(agentConfiguration(), undefined, 2)}
AGENT
${AGENT}/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${AGENT}/etc/alarm-parity.json

${SOFTWARE[service.software](service.port)}

answers() {
  ${probe(service)}
}
until answers; do
  if [ "$SECONDS" -gt ${LAUNCH_TIMEOUT_SECONDS - 120} ]; then
    echo "${service.name} does not answer on port ${service.port}" >&2
    false
  fi
  sleep 5
done
end_launch CONTINUE
`;
}

function probe(service: ServiceDefinition): string {
  const path = healthPathOf(service);
  return path === undefined
    ? `timeout 5 bash -c '</dev/tcp/127.0.0.1/${service.port}'`
    : `curl -fsS -o /dev/null --max-time 5 http://127.0.0.1:${service.port}${path}`;
}
