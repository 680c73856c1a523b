rpm --import https://artifacts.elastic.co/GPG-KEY-elasticsearch
# Off but where it is named, so that nothing upgrades past the pinned version.
cat > /etc/yum.repos.d/elastic.repo <<'REPO'
[elastic-8.x]
name=Elastic repository for 8.x packages
baseurl=https://artifacts.elastic.co/packages/8.x/yum
gpgcheck=1
gpgkey=https://artifacts.elastic.co/GPG-KEY-elasticsearch
enabled=0
REPO

install_elastic() {
  dnf install -y --enablerepo=elastic-8.x jq "$1-$ELASTIC_VERSION"
  install -d "/etc/systemd/system/$1.service.d"
  cat > "/etc/systemd/system/$1.service.d/no-core-dumps.conf" <<'UNIT'
[Service]
LimitCORE=0
UNIT
  # Logs, and whatever the JVM leaves beside them, for 7 days.
  cat > /etc/systemd/system/delete-old-logs.service <<UNIT
[Unit]
Description=Deletes logs older than 7 days

[Service]
Type=oneshot
ExecStart=/usr/bin/find /var/log/$1 -type f -mtime +6 -delete
UNIT
  cat > /etc/systemd/system/delete-old-logs.timer <<'UNIT'
[Unit]
Description=Deletes old logs every hour

[Timer]
OnBootSec=10min
OnUnitActiveSec=1h

[Install]
WantedBy=timers.target
UNIT
  systemctl daemon-reload
  systemctl enable --now delete-old-logs.timer
}
