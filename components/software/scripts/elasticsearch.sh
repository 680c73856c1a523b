install_elastic elasticsearch
CONFIG=/etc/elasticsearch
BIN=/usr/share/elasticsearch/bin
# The package has set up TLS and login; these of its settings are replaced.
sed -i -E '/^(cluster\.name|cluster\.initial_master_nodes|discovery\.type|http\.host|http\.port):/d' "$CONFIG/elasticsearch.yml"
cat >> "$CONFIG/elasticsearch.yml" <<YML
cluster.name: $SERVICE
discovery.type: single-node
http.host: 0.0.0.0
http.port: $PORT
s3.client.default.region: $REGION
indices.recovery.max_bytes_per_sec: 120mb
xpack.security.authc.anonymous.username: health_check
xpack.security.authc.anonymous.roles: health_check
YML
# Without login nothing but the health check's answer; Logstash adds documents and can neither read nor delete any.
cat >> "$CONFIG/roles.yml" <<'ROLES'
health_check:
  cluster: ["cluster:monitor/health"]
log_writer:
  cluster: ["monitor"]
  indices:
    - names: ["logs-elk-*"]
      privileges: ["create_doc", "auto_configure"]
ROLES
cat > "$CONFIG/jvm.options.d/no-dumps.options" <<'OPTIONS'
-XX:-HeapDumpOnOutOfMemoryError
-XX:-CreateCoredumpOnCrash
OPTIONS

# The password that Logstash writes with: made once, by the first instance.
writer_password() {
  local found errors
  errors=$(mktemp)
  if found=$(aws secretsmanager get-secret-value --region "$REGION" --secret-id "$WRITER_SECRET" \
    --query SecretString --output text 2> "$errors"); then
    printf '%s' "$found"
    return
  fi
  if ! grep -q ResourceNotFoundException "$errors"; then
    cat "$errors" >&2
    return 1
  fi
  found=$(aws secretsmanager get-random-password --region "$REGION" --password-length 40 --exclude-punctuation \
    --query RandomPassword --output text)
  printf '%s' "$found" | aws secretsmanager put-secret-value --region "$REGION" --secret-id "$WRITER_SECRET" \
    --secret-string file:///dev/stdin > /dev/null
  printf '%s' "$found"
}
WRITER_PASSWORD=$(writer_password)
# Only for this script, which removes it again.
BOOT_PASSWORD=$(aws secretsmanager get-random-password --region "$REGION" --password-length 40 --exclude-punctuation \
  --query RandomPassword --output text)
"$BIN/elasticsearch-users" useradd log_writer -p "$WRITER_PASSWORD" -r log_writer
"$BIN/elasticsearch-users" useradd boot -p "$BOOT_PASSWORD" -r superuser
systemctl enable --now elasticsearch.service
# Installing it has printed one into the log of this boot.
"$BIN/elasticsearch-reset-password" -u elastic --batch --silent > /dev/null

es() { # METHOD PATH [BODY]
  curl -fsS --max-time 600 --cacert "$CONFIG/certs/http_ca.crt" -K - -X "$1" \
    -H "Content-Type: application/json" ${3+--data "$3"} "https://localhost:$PORT/$2" <<< "user = \"boot:$BOOT_PASSWORD\""
}
es PUT _ilm/policy/logs-elk '{"policy": {"phases": {
  "hot": {"actions": {"rollover": {"max_age": "1d", "max_primary_shard_size": "10gb"}}},
  "delete": {"min_age": "14d", "actions": {"delete": {}}}}}}'
# One node: a replica would have nowhere to be.
es PUT _index_template/logs-elk '{"index_patterns": ["logs-elk-*"], "data_stream": {}, "priority": 500,
  "template": {"settings": {"index.lifecycle.name": "logs-elk", "index.number_of_replicas": 0}}}'

# Each instance writes snapshots under its own id, for two that wrote in one place would destroy them. What the newest
# of another instance holds is taken over before anybody is let in.
LAST=$(aws s3api list-objects-v2 --region "$REGION" --bucket "$SNAPSHOTS_BUCKET" \
  --query "Contents[?ends_with(Key, '/index.latest')].[LastModified, Key]" --output text |
  { grep -F /index.latest || true; } | sort | tail -n 1 | cut -f 2 | cut -d / -f 1)
if [ -n "$LAST" ] && [ "$LAST" != "$INSTANCE_ID" ]; then
  es PUT _snapshot/last "{\"type\": \"s3\", \"settings\": {\"bucket\": \"$SNAPSHOTS_BUCKET\", \"base_path\": \"$LAST\", \"readonly\": true}}"
  SNAPSHOT=$(es GET '_snapshot/last/*?sort=start_time&order=desc&size=50' |
    jq -r '[.snapshots[] | select(.state == "SUCCESS")][0].snapshot // empty')
  if [ -n "$SNAPSHOT" ]; then
    es POST "_snapshot/last/$SNAPSHOT/_restore?wait_for_completion=true" \
      '{"indices": "logs-elk-*", "include_global_state": false}' | jq -e '.snapshot.shards.failed == 0' > /dev/null
  fi
  es DELETE _snapshot/last
fi
es PUT _snapshot/own "{\"type\": \"s3\", \"settings\": {\"bucket\": \"$SNAPSHOTS_BUCKET\", \"base_path\": \"$INSTANCE_ID\"}}"
es PUT _slm/policy/own '{"schedule": "0 0/15 * * * ?", "name": "<own-{now/d}>", "repository": "own",
  "config": {"indices": "logs-elk-*", "include_global_state": false}, "retention": {"expire_after": "3d", "min_count": 1}}'
# What instances before the last one left.
aws s3api list-objects-v2 --region "$REGION" --bucket "$SNAPSHOTS_BUCKET" --delimiter / \
  --query "CommonPrefixes[].[Prefix]" --output text | while read -r prefix; do
  case "${prefix%/}" in
    i-*) if [ "${prefix%/}" != "$INSTANCE_ID" ] && [ "${prefix%/}" != "$LAST" ]; then
      aws s3 rm --region "$REGION" --recursive --only-show-errors "s3://$SNAPSHOTS_BUCKET/$prefix"
    fi ;;
  esac
done
"$BIN/elasticsearch-users" userdel boot
