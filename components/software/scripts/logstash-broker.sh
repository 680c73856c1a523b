cat > /etc/logstash/conf.d/broker.conf <<PIPELINE
input {
  beats {
    port => $PORT
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
start_logstash
