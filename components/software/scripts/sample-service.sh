dnf install -y nodejs22 postgresql16-server

parameter() {
  aws ssm get-parameter --region "$REGION" --name "$1" --query Parameter.Value --output text
}

# The database of this instance: no port, and whoever comes through the socket is who the kernel says.
postgresql-setup --initdb
DATA=/var/lib/pgsql/data
cat >> "$DATA/postgresql.conf" <<'CONF'
listen_addresses = ''
unix_socket_directories = '/run/postgresql'
CONF
echo 'local all all peer' > "$DATA/pg_hba.conf"
systemctl enable --now postgresql.service
useradd --system --user-group --no-create-home --shell /sbin/nologin sample-service
runuser -u postgres -- createuser sample-service
runuser -u postgres -- createdb --owner=sample-service sample-service

BUCKET=$(parameter "$BUCKET_PARAMETER")
install -d -m 0755 /opt/sample-service
FILE=/opt/sample-service/service.js
# When this build was put there is what /health calls its time.
BUILD_TIMESTAMP=$(aws s3api get-object --region "$REGION" --bucket "$BUCKET" --key "$ARTIFACT_KEY" \
  --query LastModified --output text "$FILE")
echo "$ARTIFACT_SHA256  $FILE" | sha256sum --check --quiet
chmod 0644 "$FILE"

install -d -m 0750 /etc/sample-service
install -m 0640 /dev/null /etc/sample-service/environment
chown -R root:sample-service /etc/sample-service
CLIENT_SECRET=$(od -An -vtx1 -N 32 /dev/urandom | tr -d ' \n')
cat >> /etc/sample-service/environment <<ENVIRONMENT
PORT=$PORT
DATABASE_URL=postgres://sample-service@%2Frun%2Fpostgresql/sample-service
CLIENT_ID=$SERVICE
CLIENT_SECRET=$CLIENT_SECRET
BUILD_VERSION=$BUILD_VERSION
BUILD_TIMESTAMP=$BUILD_TIMESTAMP
ENVIRONMENT
if [ -n "$MAINTENANCE_PARAMETER" ]; then
  ADMINISTRATORS=$(parameter "$ADMINISTRATORS_PARAMETER")
  cat >> /etc/sample-service/environment <<ENVIRONMENT
AWS_REGION=$REGION
MAINTENANCE_PARAMETER=$MAINTENANCE_PARAMETER
ADMINISTRATOR_CIDRS=$ADMINISTRATORS
ENVIRONMENT
fi

cat > /etc/systemd/system/sample-service.service <<'UNIT'
[Unit]
Description=Sample service
Wants=network-online.target postgresql.service
After=network-online.target postgresql.service

[Service]
User=sample-service
EnvironmentFile=/etc/sample-service/environment
ExecStart=/usr/bin/node-22 /opt/sample-service/service.js
Restart=always
RestartSec=2
NoNewPrivileges=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now sample-service.service
