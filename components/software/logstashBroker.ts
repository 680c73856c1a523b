/** The release of Logstash that brokers run, from Elastic's package repository. */
export const LOGSTASH_VERSION = "8.19.19";

/**
 * Crash and heap dumps filled disks. Logstash reads its JVM options from one file and then from LS_JAVA_OPTS;
 * `jvm.options.d` it never reads.
 */
const JAVA_OPTIONS = [
  "-XX:-HeapDumpOnOutOfMemoryError",
  "-XX:-CreateCoredumpOnCrash",
  "-XX:ErrorFile=/var/log/logstash/hs_err_%p.log",
].join(" ");

/**
 * Logstash with a beats input. Until the tier behind it exists, the broker keeps what it gets in files of one hour, for
 * a day.
 */
export function logstashBroker(port: number): string {
  return `rpm --import https://artifacts.elastic.co/GPG-KEY-elasticsearch
cat > /etc/yum.repos.d/logstash.repo <<'REPO'
[logstash-8.x]
name=Elastic repository for 8.x packages
baseurl=https://artifacts.elastic.co/packages/8.x/yum
gpgcheck=1
gpgkey=https://artifacts.elastic.co/GPG-KEY-elasticsearch
enabled=1
REPO
dnf install -y logstash-${LOGSTASH_VERSION}
install -d -m 0750 -o logstash -g logstash /var/lib/logstash-events
cat > /etc/logstash/conf.d/broker.conf <<'PIPELINE'
input {
  beats {
    port => ${port}
  }
}
output {
  file {
    path => "/var/lib/logstash-events/%{+yyyy-MM-dd-HH}.jsonl"
    codec => json_lines
  }
}
PIPELINE
cat > /etc/tmpfiles.d/logstash-broker.conf <<'AGE'
d /var/lib/logstash-events 0750 logstash logstash 1d
d /var/log/logstash 0750 logstash logstash 7d
AGE
echo 'LS_JAVA_OPTS="${JAVA_OPTIONS}"' >> /etc/default/logstash
install -d /etc/systemd/system/logstash.service.d
cat > /etc/systemd/system/logstash.service.d/no-core-dumps.conf <<'UNIT'
[Service]
LimitCORE=0
UNIT
systemctl daemon-reload
systemctl enable --now logstash.service`;
}
