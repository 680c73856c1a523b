import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { parse } from "yaml";
import { readConfiguration } from "../../service/configuration";
import { names, renderedScript, SERVICE_FILE } from "./rendered";
import { Sandbox, type Answers, type Ran } from "./sandbox";

/** The instance's metadata, Elasticsearch and Logstash, all well. */
const CURL = `case "$*" in
  *api/token*) echo token ;;
  *placement/region*) echo eu-west-1 ;;
  *meta-data/instance-id*) echo i-new ;;
  *autoscaling:groupName*) echo the-group ;;
  *_node/stats/events*) echo '{"events": {"in": 9, "out": 7}}' ;;
  *"_snapshot/last/*"*) echo '{"snapshots": [{"snapshot": "cut-off", "state": "PARTIAL"}, {"snapshot": "newest", "state": "SUCCESS"}, {"snapshot": "older", "state": "SUCCESS"}]}' ;;
  *_restore*) echo '{"snapshot": {"shards": {"total": 2, "failed": 0}}}' ;;
esac`;

/** An account in which another instance has been, and one before it. */
const AWS = `case "$*" in
  *get-secret-value*) echo the-password ;;
  *get-random-password*) echo random-password ;;
  *put-secret-value*) cat > "$CALLS.secret" ;;
  *--delimiter*) printf 'i-old/\\ni-older/\\ni-new/\\n' ;;
  *get-parameter*/artifacts*) echo artifacts ;;
  *get-parameter*/administrators*) echo 203.0.113.0/24,2001:db8::/32 ;;
  *get-object*) printf %s ${JSON.stringify(SERVICE_FILE.trimEnd())} > "\${@: -1}"; echo >> "\${@: -1}"; echo 2026-03-01T00:00:00+00:00 ;;
  *list-objects-v2*) printf '2026-03-01T00:00:00+00:00\\ti-older/index.latest\\nNone\\n2026-03-02T00:00:00+00:00\\ti-old/index.latest\\n' ;;
esac`;

const WELL: Answers = { curl: CURL, aws: AWS };

/** \`answers\` with a command that fails where \`pattern\` matches. */
const failing = (command: string, pattern: string): Answers => ({
  ...WELL,
  [command]: `case "$*" in ${pattern}) echo "no such luck" >&2; exit 1 ;; esac\n${WELL[command] ?? "exit 0"}`,
});

const endings = ({ calls }: Ran) =>
  calls.flatMap((call) => /complete-lifecycle-action.*--lifecycle-action-result (\w+)/.exec(call)?.[1] ?? []);

describe("the script of an instance", function () {
  let sandbox: Sandbox;
  before(function () {
    if (spawnSync("jq", ["--version"]).status === 0) return;
    console.log("      skipped: the scripts need jq, and there is none on the PATH");
    this.skip();
  });
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => {
    sandbox.remove();
  });

  const run = async (
    name: string,
    answers: Answers = WELL,
    change: (script: string) => string = (script) => script,
  ) => sandbox.run(change(await renderedScript(name)), answers);

  for (const name of names) {
    it(`of ${name} starts it and ends the launch once it answers`, async () => {
      const ran = await run(name);
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(endings(ran), ["CONTINUE"]);
      assert.match(ran.calls.at(-1)!, /--auto-scaling-group-name the-group .*--instance-id i-new/);
      assert.ok(ran.calls.some((call) => call.startsWith("systemctl enable --now")));
    });

    it(`of ${name} starts it as well where no group has launched the instance`, async () => {
      const ran = await run(name, failing("curl", "*autoscaling:groupName*"));
      assert.equal(ran.status, 0, ran.stderr);
      assert.deepEqual(endings(ran), []);
    });

    it(`of ${name} leaves room in the 16 KB that EC2 takes`, async () => {
      // What the program gives is longer than what stands for it here.
      assert.ok(Buffer.byteLength(await renderedScript(name)) <= 15 * 1024);
    });

    for (const [command, pattern] of [
      ["dnf", "*"],
      ["systemctl", "*enable*"],
      ["amazon-cloudwatch-agent-ctl", "*"],
      ...(name === "api" ? [] : [["rpm", "*"]]),
    ] as const) {
      it(`of ${name} gives the launch up at once where ${command} fails`, async () => {
        const ran = await run(name, failing(command, pattern));
        assert.notEqual(ran.status, 0);
        assert.deepEqual(endings(ran), ["ABANDON"]);
      });
    }

    it(`of ${name} gives the launch up where the service never answers`, async () => {
      const never = {
        ...WELL,
        curl: `case "$*" in *127.0.0.1*) exit 22 ;; esac\n${CURL}`,
        timeout: "exit 1",
      };
      const ran = await run(name, never, (script) =>
        script.replace(/GIVE_UP_SECONDS='\d+'/, "GIVE_UP_SECONDS='0'").replace("sleep 5", "command sleep 1"),
      );
      assert.notEqual(ran.status, 0);
      assert.match(ran.stderr, new RegExp(`^${name} does not answer$`, "m"));
      assert.deepEqual(endings(ran), ["ABANDON"]);
    });
  }

  describe("of the sample service", () => {
    const environment = () =>
      Object.fromEntries(
        sandbox
          .read("etc/sample-service/environment")
          .trim()
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );

    it("writes an environment that the service takes, which only root and the service can read", async () => {
      const { calls } = await run("api");
      const { CLIENT_SECRET, ADMINISTRATOR_CIDRS, ...rest } = readConfiguration(environment());
      assert.match(CLIENT_SECRET, /^[0-9a-f]{64}$/);
      assert.equal(ADMINISTRATOR_CIDRS.length, 2);
      assert.deepEqual(rest, {
        HOST: "0.0.0.0",
        PORT: 8080,
        DATABASE_URL: "postgres://sample-service@%2Frun%2Fpostgresql/sample-service",
        DATABASE_TIMEOUT_MS: 2000,
        MAINTENANCE_PARAMETER: "/alarm-parity/staging/maintenance",
        MAINTENANCE_POLL_SECONDS: 10,
        AWS_REGION: "eu-west-1",
        CLIENT_ID: "api",
        BUILD_VERSION: "0.1.0+abcdef",
        BUILD_TIMESTAMP: "2026-03-01T00:00:00+00:00",
        LOG_LEVEL: "info",
      });
      assert.equal(statSync(sandbox.path("etc/sample-service/environment")).mode & 0o777, 0o640);
      assert.equal(statSync(sandbox.path("etc/sample-service")).mode & 0o777, 0o750);
      const owned = `chown -R root:sample-service ${sandbox.path("etc/sample-service")}`;
      assert.ok(calls.includes(owned), owned);
    });

    it("makes another secret on each instance, and shows it nowhere", async () => {
      const first = await run("api");
      const secret = environment().CLIENT_SECRET!;
      assert.equal(`${first.stdout}${first.stderr}${first.calls.join("\n")}`.includes(secret), false);
      await run("api");
      assert.notEqual(environment().CLIENT_SECRET, secret);
    });

    it("polls no switch where the stack has none for it", async () => {
      sandbox.run(
        await renderedScript("api", { MAINTENANCE_PARAMETER: "", ADMINISTRATORS_PARAMETER: "" }),
        WELL,
      );
      const { MAINTENANCE_PARAMETER, ADMINISTRATOR_CIDRS } = readConfiguration(environment());
      assert.deepEqual([MAINTENANCE_PARAMETER, ADMINISTRATOR_CIDRS], [undefined, []]);
    });

    it("has a database that no port leads to, and a user of its own who owns it without a password", async () => {
      const { calls } = await run("api");
      const conf = sandbox.read("var/lib/pgsql/data/postgresql.conf");
      assert.match(conf, /^listen_addresses = ''$/m);
      assert.match(conf, /^unix_socket_directories = '\/run\/postgresql'$/m);
      assert.equal(sandbox.read("var/lib/pgsql/data/pg_hba.conf"), "local all all peer\n");
      const order = [
        /^dnf install -y nodejs22 postgresql16-server$/,
        /^postgresql-setup --initdb$/,
        /^systemctl enable --now postgresql\.service$/,
        /^useradd --system .*sample-service$/,
        /^runuser -u postgres -- createuser sample-service$/,
        /^runuser -u postgres -- createdb --owner=sample-service sample-service$/,
        /^systemctl enable --now sample-service\.service$/,
      ].map((pattern) => calls.findIndex((call) => pattern.test(call)));
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      );
      assert.ok(order[0]! > 0, calls.join("\n"));
    });

    it("runs what it fetched as that user", async () => {
      const { calls } = await run("api");
      assert.ok(
        calls.some((call) => /^aws s3api get-object .*--bucket artifacts --key sample-service\//.test(call)),
      );
      assert.equal(sandbox.read("opt/sample-service/service.js"), SERVICE_FILE);
      const unit = sandbox.read("etc/systemd/system/sample-service.service");
      assert.match(unit, /^User=sample-service$/m);
      assert.match(unit, /^ExecStart=\/usr\/bin\/node-22 \S*\/opt\/sample-service\/service\.js$/m);
    });

    for (const [what, answers] of [
      ["there is no database", failing("postgresql-setup", "*")],
      ["the database does not start", failing("systemctl", "*postgresql*")],
      ["its user cannot be made", failing("useradd", "*")],
      ["the database refuses its role", failing("runuser", "*createuser*")],
      ["it may not read where the service is", failing("aws", "*get-parameter*/artifacts*")],
      ["it may not fetch the service", failing("aws", "*get-object*")],
      ["it may not read who gets in", failing("aws", "*get-parameter*/administrators*")],
      [
        "what it fetched is not what was built",
        { ...WELL, aws: `case "$*" in *get-object*) echo other > "\${@: -1}"; exit ;; esac\n${AWS}` },
      ],
    ] as const) {
      it(`gives the launch up at once where ${what}`, async () => {
        const ran = await run("api", answers);
        assert.notEqual(ran.status, 0);
        assert.deepEqual(endings(ran), ["ABANDON"]);
        assert.equal(
          ran.calls.some((call) => call.includes("sample-service.service")),
          false,
        );
      });
    }
  });

  describe("of Elasticsearch", () => {
    const api = ({ calls }: Ran) =>
      calls.flatMap((call) => {
        const [, method, path] = /^curl .*-X (\w+) .*https:\/\/localhost:9200\/(\S+)/.exec(call) ?? [];
        return method === undefined ? [] : [`${method} ${path}`];
      });

    it("leaves one node with TLS and login, and a health check as all that needs none", async () => {
      await run("elk-elasticsearch");
      const settings = parse(sandbox.read("etc/elasticsearch/elasticsearch.yml")) as Record<string, unknown>;
      assert.equal(settings["cluster.initial_master_nodes"], undefined);
      assert.equal(settings["discovery.type"], "single-node");
      assert.equal(settings["http.host"], "0.0.0.0");
      assert.equal(settings["xpack.security.enabled"], true);
      const roles = parse(sandbox.read("etc/elasticsearch/roles.yml")) as Record<string, unknown>;
      assert.deepEqual(roles[settings["xpack.security.authc.anonymous.roles"] as string], {
        cluster: ["cluster:monitor/health"],
      });
    });

    it("takes over the newest whole snapshot before it lets anybody in, and writes its own elsewhere", async () => {
      const ran = await run("elk-elasticsearch");
      assert.deepEqual(api(ran), [
        "PUT _ilm/policy/logs-elk",
        "PUT _index_template/logs-elk",
        "PUT _snapshot/last",
        "GET _snapshot/last/*?sort=start_time&order=desc&size=50",
        "POST _snapshot/last/newest/_restore?wait_for_completion=true",
        "DELETE _snapshot/last",
        "PUT _snapshot/own",
        "PUT _slm/policy/own",
      ]);
      const repositories = ran.calls.filter((call) => /PUT.*_snapshot\//.test(call));
      assert.match(repositories[0]!, /"base_path": "i-old", "readonly": true/);
      assert.match(repositories[1]!, /"base_path": "i-new"}/);
      const removed = ran.calls.filter((call) => call.startsWith("aws s3 rm"));
      assert.equal(removed.length, 1);
      assert.match(removed[0]!, /s3:\/\/snapshots\/i-older\/$/);
      assert.ok(ran.calls.indexOf(removed[0]!) < ran.calls.findIndex((call) => call.includes("CONTINUE")));
    });

    for (const [what, list] of [
      ["an empty bucket", "echo None"],
      ["nothing but its own snapshots", "printf '2026-03-02T00:00:00+00:00\\ti-new/index.latest\\n'"],
    ] as const) {
      it(`restores nothing from ${what}`, async () => {
        const ran = await run("elk-elasticsearch", {
          ...WELL,
          aws: `case "$*" in *--delimiter*) echo None; exit ;; *list-objects-v2*) ${list}; exit ;; esac\n${AWS}`,
        });
        assert.equal(ran.status, 0, ran.stderr);
        assert.equal(
          api(ran).some((call) => call.includes("_restore")),
          false,
        );
        assert.deepEqual(endings(ran), ["CONTINUE"]);
      });
    }

    it("gives up rather than start without what could not be restored", async () => {
      const curl = `case "$*" in *_restore*) echo '{"snapshot": {"shards": {"total": 2, "failed": 1}}}'; exit ;; esac\n${CURL}`;
      const ran = await run("elk-elasticsearch", { ...WELL, curl });
      assert.notEqual(ran.status, 0);
      assert.deepEqual(endings(ran), ["ABANDON"]);
      assert.equal(
        ran.calls.some((call) => call.startsWith("aws s3 rm")),
        false,
      );
    });

    it("makes the writer's password where there is none yet", async () => {
      const none = `case "$*" in *get-secret-value*) echo "An error occurred (ResourceNotFoundException)" >&2; exit 254 ;; esac`;
      const ran = await run("elk-elasticsearch", { ...WELL, aws: `${none}\n${AWS}` });
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(sandbox.read("calls.secret"), "random-password");
      assert.ok(
        ran.calls.includes("elasticsearch-users useradd log_writer -p random-password -r log_writer"),
      );
    });

    it("makes no new password where the old one cannot be read just now", async () => {
      const ran = await run("elk-elasticsearch", failing("aws", "*get-secret-value*"));
      assert.notEqual(ran.status, 0);
      assert.match(ran.stderr, /no such luck/);
      assert.equal(
        ran.calls.some((call) => call.includes("put-secret-value")),
        false,
      );
      assert.deepEqual(endings(ran), ["ABANDON"]);
    });

    it("gives up where the password that it made is not kept", async () => {
      const aws = `case "$*" in *get-secret-value*) echo ResourceNotFoundException >&2; exit 254 ;; *put-secret-value*) exit 1 ;; esac\n${AWS}`;
      const ran = await run("elk-elasticsearch", { ...WELL, aws });
      assert.notEqual(ran.status, 0);
      assert.deepEqual(endings(ran), ["ABANDON"]);
    });

    it("replaces the password of elastic, which the package has printed, by one that nobody sees", async () => {
      const shown = { ...WELL, "elasticsearch-reset-password": "echo a-secret; echo a-secret >> $CALLS.out" };
      const ran = await run("elk-elasticsearch", shown);
      assert.equal(sandbox.read("calls.out"), "a-secret\n");
      assert.equal(`${ran.stdout}${ran.stderr}`.includes("a-secret"), false);
    });

    it("takes its own superuser away again, and keeps its password off every command line but that user's", async () => {
      const { calls } = await run("elk-elasticsearch");
      const users = calls.filter((call) => call.startsWith("elasticsearch-users"));
      assert.equal(users.at(-1), "elasticsearch-users userdel boot");
      const shown = calls.filter((call) => call.includes("random-password") && !call.includes("get-random"));
      assert.deepEqual(shown, ["elasticsearch-users useradd boot -p random-password -r superuser"]);
    });
  });

  describe("of Logstash", () => {
    for (const name of ["elk-logstash", "elk-broker", "log-shipper"] as const) {
      it(`of ${name} has dumps off where Logstash reads it, its API on 9600 and its queue on disk`, async () => {
        await run(name);
        assert.match(
          sandbox.read("etc/default/logstash"),
          /^LS_JAVA_OPTS="-XX:-HeapDumpOnOutOfMemoryError /m,
        );
        assert.equal(sandbox.has("etc/logstash/jvm.options.d"), false);
        assert.match(
          sandbox.read("etc/systemd/system/logstash.service.d/no-core-dumps.conf"),
          /^LimitCORE=0$/m,
        );
        const settings = parse(sandbox.read("etc/logstash/logstash.yml")) as Record<string, unknown>;
        assert.equal(settings["api.http.port"], 9600);
        assert.equal(settings["api.http.host"], name === "elk-logstash" ? "0.0.0.0" : "127.0.0.1");
        assert.equal(settings["queue.type"], "persisted");
        assert.match(
          sandbox.read("etc/systemd/system/delete-old-logs.service"),
          /\/var\/log\/logstash .*-mtime \+6 /,
        );
      });
    }

    it("sends as the writer alone, whose password only root can read", async () => {
      await run("elk-logstash");
      const pipeline = sandbox.read("etc/logstash/conf.d/tier.conf");
      assert.match(pipeline, /user => "log_writer"\n\s*password => "\$\{WRITER_PASSWORD\}"/);
      assert.match(sandbox.read("etc/default/logstash"), /^WRITER_PASSWORD=the-password$/m);
      assert.equal(statSync(sandbox.path("etc/default/logstash")).mode & 0o777, 0o600);
    });

    it("waits for the password that Elasticsearch has not made yet", async () => {
      const aws = `case "$*" in *get-secret-value*) [ -e "$CALLS.asked" ] || { touch "$CALLS.asked"; exit 254; } ;; esac\n${AWS}`;
      const ran = await run("elk-logstash", { ...WELL, aws });
      assert.equal(ran.status, 0, ran.stderr);
      assert.equal(ran.calls.filter((call) => call.includes("get-secret-value")).length, 2);
    });

    for (const [url, tls] of [
      ["https://logstash.internal:8080", true],
      ["http://logstash.internal:8080", false],
    ] as const) {
      it(`says how TLS is checked for ${url}: ${tls ? "yes" : "no"}`, async () => {
        sandbox.run(await renderedScript("elk-broker", { LOGSTASH_URL: url }), WELL);
        const pipeline = sandbox.read("etc/logstash/conf.d/broker.conf");
        assert.equal(pipeline.includes('ssl_verification_mode => "none"'), tls);
        assert.ok(pipeline.includes(`url => "${url}"`));
      });
    }
  });

  describe("that reports the log shipper's events", () => {
    const PATH = "opt/log-shipper/report.sh";
    let environment: Record<string, string>;
    beforeEach(async () => {
      await run("log-shipper");
      const lines = sandbox.read("opt/log-shipper/environment").trim().split("\n");
      sandbox.write("run/.keep", "");
      environment = {
        RUNTIME_DIRECTORY: sandbox.path("run"),
        ...Object.fromEntries(lines.map((line) => line.split("=", 2) as [string, string])),
      };
    });
    const report = (out: number | undefined) =>
      sandbox.run(
        sandbox.read(PATH),
        { ...WELL, curl: out === undefined ? "exit 7" : `echo '{"events": {"out": ${out}}}'` },
        environment,
      );
    const reported = ({ calls }: Ran) => calls.flatMap((call) => /--value (\S+)/.exec(call)?.[1] ?? []);

    it("publishes how many went out since the last time, under the group's name", () => {
      const [first, second] = [report(7), report(10)];
      assert.deepEqual([reported(first), reported(second)], [["7"], ["3"]]);
      assert.match(
        second.calls.at(-1)!,
        /--namespace AlarmParity\/LogShipper --metric-name EventsOut --unit Count .*--dimensions AutoScalingGroupName=the-group/,
      );
    });

    it("publishes 0 where the pipeline is stuck", () => {
      report(7);
      assert.deepEqual(reported(report(7)), ["0"]);
    });

    it("counts from 0 after a restart", () => {
      report(500);
      assert.deepEqual(reported(report(4)), ["4"]);
    });

    it("publishes nothing where Logstash does not answer, and after five minutes has the instance replaced", () => {
      const told = [1, 2, 3, 4, 5].map(() => {
        const ran = report(undefined);
        assert.notEqual(ran.status, 0);
        assert.deepEqual(reported(ran), []);
        return ran.calls.some((call) =>
          /set-instance-health.*--instance-id i-new --health-status Unhealthy/.test(call),
        );
      });
      assert.deepEqual(told, [false, false, false, false, true]);
    });

    it("forgets failures once Logstash answers", () => {
      for (let time = 0; time < 4; time++) report(undefined);
      report(3);
      assert.equal(
        report(undefined).calls.some((call) => call.includes("set-instance-health")),
        false,
      );
    });
  });
});
