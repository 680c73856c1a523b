# The Elasticsearch tier makes the password at its first boot.
until WRITER_PASSWORD=$(aws secretsmanager get-secret-value --region "$REGION" --secret-id "$WRITER_SECRET" \
  --query SecretString --output text); do
  if [ "$SECONDS" -gt "$GIVE_UP_SECONDS" ]; then
    echo "no password of log_writer in $WRITER_SECRET" >&2
    exit 1
  fi
  sleep 5
done
echo "WRITER_PASSWORD=$WRITER_PASSWORD" >> /etc/default/logstash
# What the input says of a request stays out of the event, which has its own fields.
cat > /etc/logstash/conf.d/tier.conf <<PIPELINE
input {
  http {
    port => $PORT
    ecs_compatibility => "disabled"
    request_headers_target_field => "[@metadata][headers]"
    remote_host_target_field => "[@metadata][peer]"
  }
}
output {
  elasticsearch {
    hosts => ["$ELASTICSEARCH_URL"]
    $(tls_of "$ELASTICSEARCH_URL")
    user => "log_writer"
    password => "\${WRITER_PASSWORD}"
    data_stream => true
    data_stream_type => "logs"
    data_stream_dataset => "elk"
    data_stream_namespace => "default"
    data_stream_auto_routing => false
  }
}
PIPELINE
start_logstash
