# Objects move from incoming/ to shipped/ when they are read: a new instance goes on where the last one was, and the
# memory of times, which skips what came in the same second, is not needed.
cat > /etc/logstash/conf.d/shipper.conf <<PIPELINE
input {
  s3 {
    bucket => "$ACCESS_LOGS_BUCKET"
    region => "$REGION"
    prefix => "incoming/"
    interval => 60
    backup_to_bucket => "$ACCESS_LOGS_BUCKET"
    backup_add_prefix => "shipped/"
    delete => true
    sincedb_path => "/dev/null"
    add_field => { "[event][dataset]" => "elb.access" }
  }
  heartbeat {
    interval => 60
    add_field => { "[event][dataset]" => "log-shipper.heartbeat" }
  }
}
output {
  http {
    url => "$LOGSTASH_URL"
    http_method => "post"
    format => "json_batch"
    $(tls_of "$LOGSTASH_URL")
  }
}
PIPELINE

install -d -m 0755 /opt/log-shipper
cat > /opt/log-shipper/environment <<ENVIRONMENT
API_PORT=$API_PORT
REGION=$REGION
INSTANCE_ID=$INSTANCE_ID
GROUP=$GROUP
METRIC_NAMESPACE=$METRIC_NAMESPACE
METRIC_NAME=$METRIC_NAME
UNHEALTHY_AFTER=$UNHEALTHY_AFTER
ENVIRONMENT
cat > /opt/log-shipper/report.sh <<'REPORT'
#!/bin/bash
# Once a minute: how many events have left the pipeline since the last time. Where Logstash does not say, the group is
# told after UNHEALTHY_AFTER minutes and replaces this instance.
set -euo pipefail
cd "$RUNTIME_DIRECTORY"
out=$(curl -fsS --max-time 5 "http://127.0.0.1:$API_PORT/_node/stats/events" | jq -e '.events.out') || {
  failures=$(( $(cat failures 2> /dev/null || echo 0) + 1 ))
  echo "$failures" > failures
  echo "Logstash does not say how many events went out ($failures times in a row)" >&2
  if [ "$failures" -ge "$UNHEALTHY_AFTER" ]; then
    aws autoscaling set-instance-health --region "$REGION" --instance-id "$INSTANCE_ID" --health-status Unhealthy
  fi
  exit 1
}
rm -f failures
last=$(cat out 2> /dev/null || echo 0)
echo "$out" > out
# Fewer than before: Logstash has restarted and counts from 0.
if [ "$out" -lt "$last" ]; then last=0; fi
aws cloudwatch put-metric-data --region "$REGION" --namespace "$METRIC_NAMESPACE" --metric-name "$METRIC_NAME" \
  --unit Count --value "$((out - last))" --dimensions "AutoScalingGroupName=$GROUP"
REPORT
chmod 0755 /opt/log-shipper/report.sh
cat > /etc/systemd/system/report-events.service <<'UNIT'
[Unit]
Description=Reports how many events the log shipper has sent

[Service]
Type=oneshot
EnvironmentFile=/opt/log-shipper/environment
ExecStart=/opt/log-shipper/report.sh
RuntimeDirectory=report-events
RuntimeDirectoryPreserve=yes
UNIT
cat > /etc/systemd/system/report-events.timer <<'UNIT'
[Unit]
Description=Reports the log shipper's events every minute

[Timer]
OnCalendar=minutely
AccuracySec=1s

[Install]
WantedBy=timers.target
UNIT
start_logstash
systemctl daemon-reload
systemctl enable --now report-events.timer

# The heartbeat has gone through the pipeline and was taken by the tier behind it.
answers() {
  curl -fsS --max-time 5 "http://127.0.0.1:$API_PORT/_node/stats/events" | jq -e '.events.out > 0' > /dev/null
}
