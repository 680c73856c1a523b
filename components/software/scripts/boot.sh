imds() {
  local token
  token=$(curl -fsS --retry 5 -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 300" http://169.254.169.254/latest/api/token)
  curl -fsS --retry 5 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}
REGION=$(imds placement/region)
INSTANCE_ID=$(imds instance-id)
# Empty on an instance that no group has launched.
GROUP=$(imds tags/instance/aws:autoscaling:groupName || true)

end_launch() {
  if [ -n "$GROUP" ]; then
    aws autoscaling complete-lifecycle-action --region "$REGION" \
      --auto-scaling-group-name "$GROUP" --lifecycle-hook-name "$LAUNCH_HOOK" \
      --instance-id "$INSTANCE_ID" --lifecycle-action-result "$1"
  fi
}
# Not on ERR: a trap on ERR is not run for what fails inside a function.
on_exit() {
  local status=$?
  if [ "$status" -ne 0 ]; then
    end_launch ABANDON
  fi
}
trap on_exit EXIT

AGENT=/opt/aws/amazon-cloudwatch-agent
dnf install -y amazon-cloudwatch-agent
