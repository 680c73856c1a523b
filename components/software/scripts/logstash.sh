install_elastic logstash
cat > /etc/logstash/logstash.yml <<YML
path.data: /var/lib/logstash
path.logs: /var/log/logstash
api.http.host: $API_HOST
api.http.port: $API_PORT
queue.type: persisted
queue.max_bytes: $QUEUE_BYTES
queue.drain: true
YML
# Logstash reads one JVM file and then LS_JAVA_OPTS; jvm.options.d it never reads.
echo "LS_JAVA_OPTS=\"$JAVA_OPTIONS\"" >> /etc/default/logstash
chmod 0600 /etc/default/logstash

# Line of an output's TLS: the certificate is for the public name, and a security group says who answers.
tls_of() {
  case "$1" in
    https://*) echo 'ssl_verification_mode => "none"' ;;
  esac
}

start_logstash() {
  systemctl enable --now logstash.service
}
