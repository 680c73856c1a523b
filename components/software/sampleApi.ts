/**
 * A small HTTP server in the system's own Python: 200 on `/`, `/health` and `/test`, 404 elsewhere. It stands where a real
 * service will, and is real enough for load balancer, group and alarms to work.
 */
export function sampleApi(port: number): string {
  return `install -d -m 0755 /opt/sample-api
cat > /opt/sample-api/server.py <<'PYTHON'
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ANSWERS = {"/": {"service": "sample-api"}, "/health": {"status": "ok"}, "/test": {"status": "ok"}}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        answer = ANSWERS.get(self.path.partition("?")[0])
        body = json.dumps(answer or {"error": "not found"}).encode()
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


ThreadingHTTPServer(("0.0.0.0", ${port}), Handler).serve_forever()
PYTHON
cat > /etc/systemd/system/sample-api.service <<'UNIT'
[Unit]
Description=Sample API
After=network-online.target
Wants=network-online.target

[Service]
ExecStart=/usr/bin/python3 /opt/sample-api/server.py
DynamicUser=yes
Restart=always
RestartSec=2

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now sample-api.service`;
}
