import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Commands that scripts call and that must not run here; each writes down its call. */
const STUBBED = [
  ...[
    "aws",
    "chown",
    "curl",
    "dnf",
    "postgresql-setup",
    "rpm",
    "runuser",
    "systemctl",
    "sleep",
    "timeout",
    "useradd",
  ],
] as const;

/** Directories that the image or a package brings. */
const DIRECTORIES = [
  "etc/yum.repos.d",
  "etc/default",
  "etc/systemd/system",
  "etc/logstash/conf.d",
  "etc/elasticsearch/jvm.options.d",
  "opt/aws/amazon-cloudwatch-agent/etc",
  "var/lib/pgsql/data",
];

/** `elasticsearch.yml` as the package leaves it, with security set up. */
const PACKAGE_YML = `#cluster.name: my-application
path.data: /var/lib/elasticsearch
xpack.security.enabled: true
xpack.security.http.ssl:
  enabled: true
  keystore.path: certs/http.p12
cluster.initial_master_nodes: ["ip-10-0-0-1"]
http.host: 0.0.0.0
`;

/** Bash that answers for a command, by name: it sees the call's arguments, and the call as `$*`. */
export type Answers = Readonly<Record<string, string>>;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every call of a stubbed command, in order: `aws s3 rm …`. */
  readonly calls: readonly string[];
}

/** A folder that stands for `/`, and a PATH on which the outside world is stubs. */
export class Sandbox {
  readonly #root = mkdtempSync(join(tmpdir(), "alarm-parity-boot-"));

  constructor() {
    for (const directory of DIRECTORIES) mkdirSync(join(this.#root, directory), { recursive: true });
    this.write("etc/elasticsearch/elasticsearch.yml", PACKAGE_YML);
    this.write("etc/elasticsearch/roles.yml", "");
    this.write("var/lib/pgsql/data/postgresql.conf", "#listen_addresses = 'localhost'\n");
    this.write("var/lib/pgsql/data/pg_hba.conf", "host all all 127.0.0.1/32 ident\n");
  }

  /** Runs a script whose absolute paths lead into the sandbox. */
  run(script: string, answers: Answers, environment: Readonly<Record<string, string>> = {}): Ran {
    const calls = join(this.#root, "calls");
    writeFileSync(calls, "");
    for (const name of STUBBED) this.#stub(join("bin", name), name, answers);
    for (const path of [
      "opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
      "usr/share/elasticsearch/bin/elasticsearch-users",
      "usr/share/elasticsearch/bin/elasticsearch-reset-password",
    ]) {
      this.#stub(path, path.split("/").at(-1)!, answers);
    }
    const inside = script.replace(/(^|[\s"'=>])\/(etc|opt|usr\/share|var\/lib)\//gm, `$1${this.#root}/$2/`);
    const { status, stdout, stderr } = spawnSync("bash", ["-s"], {
      input: inside,
      encoding: "utf8",
      timeout: 60_000,
      cwd: this.#root,
      env: { PATH: `${join(this.#root, "bin")}:${process.env.PATH ?? ""}`, CALLS: calls, ...environment },
    });
    return {
      status,
      stdout,
      stderr,
      calls: readFileSync(calls, "utf8")
        .split("\n")
        .map((call) => call.trim())
        .filter(Boolean),
    };
  }

  #stub(path: string, name: string, answers: Answers): void {
    const body = `#!/bin/bash\necho "${name} $*" | tr '\\n' ' ' >> "$CALLS"; echo >> "$CALLS"\n${answers[name] ?? "exit 0"}\n`;
    this.write(path, body);
    chmodSync(join(this.#root, path), 0o755);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#root, path)), { recursive: true });
    writeFileSync(join(this.#root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.#root, path), "utf8");
  }

  path(path: string): string {
    return join(this.#root, path);
  }

  has(path: string): boolean {
    return existsSync(join(this.#root, path));
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
