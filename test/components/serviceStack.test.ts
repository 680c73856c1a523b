import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { agentConfiguration } from "../../components/agent";
import { softwareOf } from "../../components/software";
import { HEALTH_CHECK, LAUNCH_HOOK, LAUNCH_TIMEOUT_SECONDS } from "../../components/timing";
import { API, BROKER, deploy, ELASTICSEARCH, LOGSTASH, NETWORK, only, type Registered } from "./deploy";

const CERTIFICATE = "arn:aws:acm:eu-west-1:111111111111:certificate/1";
const SERVICES = [API, BROKER, ELASTICSEARCH, LOGSTASH, NETWORK];

const alarmsOf = (all: readonly Registered[]) =>
  all.filter((one) => one.type === "aws:cloudwatch/metricAlarm:MetricAlarm");

const userDataOf = (all: readonly Registered[], service: string) =>
  Buffer.from(only(all, `${service}-template`).inputs.userData as string, "base64").toString();

for (const service of SERVICES) {
  describe(`the service ${service.name}`, () => {
    let all: Registered[];
    before(async () => {
      all = await deploy(service);
    });

    it("names its children and alarms after itself, and the alarms in CloudWatch after the stack too", () => {
      const own = all.filter(({ type }) => !/sns|kms|^alarm-parity/.test(type));
      assert.deepEqual(
        own.filter(({ name }) => !name.startsWith(`${service.name}-`) && !name.startsWith("access-logs")),
        [],
      );
      for (const { name, inputs } of alarmsOf(all)) {
        assert.equal(inputs.name, name.replace(`${service.name}-`, `${service.name}-staging-`));
      }
    });

    it("sends ALARM and OK of every alarm to the alarms topic, explicitly switched on", () => {
      assert.ok(alarmsOf(all).length > 0);
      for (const { name, inputs } of alarmsOf(all)) {
        assert.deepEqual([inputs.alarmActions, inputs.okActions], [["arn:alarms"], ["arn:alarms"]], name);
        assert.equal(inputs.actionsEnabled, true, name);
        assert.equal(typeof inputs.treatMissingData, "string", name);
      }
    });

    it("has a group that replaces what the load balancer calls unhealthy, and launches before it terminates", () => {
      const { inputs } = only(all, `${service.name}-group`);
      assert.equal(inputs.healthCheckType, "ELB");
      assert.deepEqual(inputs.instanceMaintenancePolicy, {
        minHealthyPercentage: 100,
        maxHealthyPercentage: 200,
      });
      assert.deepEqual(inputs.initialLifecycleHooks, [
        {
          name: LAUNCH_HOOK,
          lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
          heartbeatTimeout: LAUNCH_TIMEOUT_SECONDS,
          defaultResult: "ABANDON",
        },
      ]);
    });

    it("publishes the group metrics that its alarms use", () => {
      const { inputs } = only(all, `${service.name}-group`);
      const published = inputs.enabledMetrics as string[];
      assert.ok(published.includes("GroupDesiredCapacity") && published.includes("GroupInServiceInstances"));
    });

    it("encrypts its volumes and refuses IMDSv1", () => {
      const { inputs } = only(all, `${service.name}-template`);
      const [volume] = inputs.blockDeviceMappings as { ebs: Record<string, unknown> }[];
      assert.equal(volume!.ebs.encrypted, "true");
      assert.equal((inputs.metadataOptions as Record<string, unknown>).httpTokens, "required");
    });

    it("lets nothing but the load balancer reach the instances, and only where they serve and answer for their health", () => {
      const instances = `${service.name}-instance-sg-id`;
      const rules = all.filter(
        ({ type, inputs }) =>
          type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" &&
          inputs.securityGroupId === instances,
      );
      const healthPort = "healthPort" in service ? service.healthPort : undefined;
      const ports = [service.port, ...(healthPort === undefined ? [] : [healthPort])];
      assert.deepEqual(
        rules.map(({ inputs: { fromPort, toPort, ipProtocol, referencedSecurityGroupId, cidrIpv4 } }) => ({
          fromPort,
          toPort,
          ipProtocol,
          referencedSecurityGroupId,
          cidrIpv4,
        })),
        ports.map((port) => ({
          fromPort: port,
          toPort: port,
          ipProtocol: "tcp",
          referencedSecurityGroupId: `${service.name}-lb-sg-id`,
          cidrIpv4: undefined,
        })),
      );
    });

    it("may use Session Manager and the CloudWatch agent, and end the launch of its own group alone", () => {
      const managed = all
        .filter(({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .map(({ inputs }) => inputs.policyArn);
      assert.deepEqual(managed.sort(), [
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
      ]);
      const policy = JSON.parse(only(all, `${service.name}-role-launch-hook`).inputs.policy as string) as {
        Statement: { Action: string; Condition: unknown }[];
      };
      const tag = { "aws:ResourceTag/Name": `${service.name}-staging` };
      assert.deepEqual(
        policy.Statement.map(({ Action, Condition }) => [Action, Condition]),
        [["autoscaling:CompleteLifecycleAction", { StringEquals: tag }]],
      );
      assert.deepEqual(only(all, `${service.name}-group`).inputs.tags, [
        { key: "Name", value: `${service.name}-staging`, propagateAtLaunch: true },
      ]);
    });

    it("boots with a script that bash reads, that fits, and that ends the hook after its own service answers", () => {
      const script = userDataOf(all, service.name);
      const checked = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
      assert.equal(checked.status, 0, checked.stderr);
      assert.ok(Buffer.byteLength(script) <= 16 * 1024, `${script.length} bytes`);
      const order = [softwareOf(service.software).script(service), "until answers", "end_launch CONTINUE"];
      const places = order.map((text) => script.indexOf(text));
      assert.ok(places[0]! > 0 && places[0]! < places[1]! && places[1]! < places[2]!, places.join());
      assert.ok(script.includes(`LAUNCH_HOOK='${LAUNCH_HOOK}'`));
      assert.ok(script.includes('--lifecycle-hook-name "$LAUNCH_HOOK"'));
    });

    it("has an agent that publishes the dimension sets of the disk and memory alarms", () => {
      const script = userDataOf(all, service.name);
      const written = /<<'AGENT'\n([\s\S]*?)\nAGENT\n/.exec(script)![1]!;
      assert.deepEqual(JSON.parse(written), agentConfiguration());
      const { metrics } = JSON.parse(written) as { metrics: { aggregation_dimensions: string[][] } };
      const sets = metrics.aggregation_dimensions.map((set) => [...set].sort().join());
      for (const { name, inputs } of alarmsOf(all).filter((one) => one.inputs.namespace === "CWAgent")) {
        const set = Object.keys(inputs.dimensions as object)
          .sort()
          .join();
        assert.ok(sets.includes(set), `${name}: ${set}`);
      }
    });

    it("reports launches and terminations, failed ones too, to the notifications topic", () => {
      const { inputs } = only(all, `${service.name}-notifications`);
      assert.equal(inputs.topicArn, "arn:notifications");
      assert.deepEqual((inputs.notifications as string[]).sort(), [
        "autoscaling:EC2_INSTANCE_LAUNCH",
        "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
        "autoscaling:EC2_INSTANCE_TERMINATE",
        "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
      ]);
    });
  });
}

describe("the load balancers", () => {
  it("check health with a 10 s timeout, and call a fresh instance healthy within a minute", async () => {
    const { interval, timeout, healthyThreshold, unhealthyThreshold } = HEALTH_CHECK;
    assert.ok(timeout === 10 && timeout < interval && unhealthyThreshold >= 2);
    assert.ok(healthyThreshold * interval <= 60);
    const web = only(await deploy(API), "api-tg").inputs.healthCheck;
    assert.deepEqual(web, { protocol: "HTTP", path: "/health", matcher: "200", ...HEALTH_CHECK });
    const broker = only(await deploy(BROKER), "elk-broker-lb").inputs.healthCheck;
    assert.deepEqual(broker, { target: "TCP:5044", ...HEALTH_CHECK });
  });

  it("answer plain HTTP without a certificate", async () => {
    const all = await deploy(API);
    const { port, protocol, defaultActions } = only(all, "api-http").inputs;
    assert.deepEqual(
      [port, protocol, defaultActions],
      [80, "HTTP", [{ type: "forward", targetGroupArn: "arn:api-tg" }]],
    );
    assert.equal(
      all.some(({ name }) => name === "api-https"),
      false,
    );
  });

  it("answer HTTPS with a certificate, and send HTTP there", async () => {
    const all = await deploy(API, "staging", { certificateArn: CERTIFICATE });
    const { port, protocol, certificateArn } = only(all, "api-https").inputs;
    assert.deepEqual([port, protocol, certificateArn], [443, "HTTPS", CERTIFICATE]);
    assert.equal((only(all, "api-http").inputs.defaultActions as { type: string }[])[0]!.type, "redirect");
  });

  it("leave a TCP listener alone where there is a certificate, and end TLS for an HTTP one", async () => {
    const tcp = await deploy(BROKER, "staging", { certificateArn: CERTIFICATE });
    const plain = { instancePort: 5044, instanceProtocol: "tcp", lbPort: 5044, lbProtocol: "tcp" };
    assert.deepEqual(only(tcp, "elk-broker-lb").inputs.listeners, [plain]);
    const http = await deploy(
      { ...API, kind: "classic", protocol: "http", healthPath: "/health" },
      "staging",
      { certificateArn: CERTIFICATE },
    );
    const secure = { instancePort: 8080, instanceProtocol: "http", lbPort: 443, lbProtocol: "https" };
    assert.deepEqual(only(http, "api-lb").inputs.listeners, [{ ...secure, sslCertificateId: CERTIFICATE }]);
  });

  it("open the broker to the network that it is in, not to the internet", async () => {
    const all = await deploy(BROKER);
    assert.equal(only(all, "elk-broker-lb").inputs.internal, true);
    assert.equal(only(all, "elk-broker-lb-from-clients-5044").inputs.cidrIpv4, "10.0.0.0/16");
  });
});

describe("a tier inside the network", () => {
  for (const [service, scheme] of [
    [ELASTICSEARCH, "HTTPS"],
    [LOGSTASH, "HTTP"],
  ] as const) {
    it(`${service.name} is asked by ${scheme}, and nobody reaches it but who sends to it`, async () => {
      const all = await deploy(service, "staging", { certificateArn: CERTIFICATE });
      const { name, port } = service;
      assert.equal(only(all, `${name}-lb`).inputs.internal, true);
      const target = only(all, `${name}-tg`).inputs;
      assert.equal(target.protocol, scheme);
      const health = target.healthCheck as Record<string, unknown>;
      assert.equal(health.timeout, 10);
      assert.equal(health.port, service === LOGSTASH ? "9600" : undefined);
      const { port: listens, protocol, certificateArn } = only(all, `${name}-internal`).inputs;
      assert.deepEqual([listens, protocol, certificateArn], [port, "HTTPS", CERTIFICATE]);
      const into = all.filter(
        ({ type, inputs }) =>
          type.includes("securityGroupIngressRule") && inputs.securityGroupId === `${name}-lb-sg-id`,
      );
      assert.deepEqual(into, []);
    });

    it(`${service.name} is asked in clear without a certificate`, async () => {
      const { protocol } = only(await deploy(service), `${service.name}-internal`).inputs;
      assert.equal(protocol, "HTTP");
    });
  }

  it("is reached by the instances of the service that sends to it, by its security group and port", async () => {
    const all = await deploy(LOGSTASH);
    const { inputs: out } = only(all, "elk-logstash-instance-to-target");
    const { inputs: into } = only(all, "elk-logstash-target-from-instance");
    assert.deepEqual(
      [out.securityGroupId, out.referencedSecurityGroupId, out.fromPort],
      ["elk-logstash-instance-sg-id", "target-lb-sg-id", 9200],
    );
    assert.deepEqual(
      [into.securityGroupId, into.referencedSecurityGroupId, into.fromPort],
      ["target-lb-sg-id", "elk-logstash-instance-sg-id", 9200],
    );
    assert.match(userDataOf(all, "elk-logstash"), /^ELASTICSEARCH_URL='https:\/\/target.example.com:9200'$/m);
  });

  it("of Logstash may read the writer's password and nothing else", async () => {
    const policy = JSON.parse(
      only(await deploy(LOGSTASH), "elk-logstash-role-software").inputs.policy as string,
    ) as { Statement: unknown[] };
    assert.deepEqual(policy.Statement, [
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "arn:target-writer" },
    ]);
  });

  it("of Elasticsearch keeps its snapshots in a private bucket that it alone may use", async () => {
    const all = await deploy(ELASTICSEARCH);
    assert.equal(only(all, "elk-elasticsearch-snapshots-private").inputs.restrictPublicBuckets, true);
    const policy = JSON.parse(only(all, "elk-elasticsearch-role-software").inputs.policy as string) as {
      Statement: { Resource: string }[];
    };
    assert.deepEqual(
      policy.Statement.map(({ Resource }) => Resource),
      [
        "arn:elk-elasticsearch-writer",
        "*",
        "arn:elk-elasticsearch-snapshots",
        "arn:elk-elasticsearch-snapshots/*",
      ],
    );
  });

  for (const service of [LOGSTASH, BROKER]) {
    it(`says where the service behind ${service.name} is missing`, async () => {
      const { sendsTo, ...alone } = service;
      assert.equal(typeof sendsTo, "string");
      await assert.rejects(deploy(alone), {
        message: `services.ts: ${service.name} has no sendsTo; name the service behind it`,
      });
    });
  }

  it("says where the service behind it needs no login", async () => {
    const target = { url: pulumi.output("http://x:1"), port: 1, securityGroupId: pulumi.output("sg-1") };
    await assert.rejects(deploy(LOGSTASH, "staging", { target }), {
      message: "services.ts: elk-logstash sends to a service without a login; name an Elasticsearch",
    });
  });
});

describe("a network load balancer", () => {
  it("passes TCP on, asks by TCP, and writes no access logs", async () => {
    const all = await deploy(NETWORK);
    const { loadBalancerType, internal, accessLogs } = only(all, "tcp-broker-lb").inputs;
    assert.deepEqual([loadBalancerType, internal, accessLogs], ["network", true, undefined]);
    assert.deepEqual(only(all, "tcp-broker-tg").inputs.healthCheck, { protocol: "TCP", ...HEALTH_CHECK });
    const { port, protocol } = only(all, "tcp-broker-tcp").inputs;
    assert.deepEqual([port, protocol], [5044, "TCP"]);
  });

  it("has the alarms of its kind, and none of HTTP", async () => {
    const names = alarmsOf(await deploy(NETWORK))
      .filter(({ inputs }) => inputs.namespace === "AWS/NetworkELB")
      .map(({ name }) => name.replace("tcp-broker-", ""));
    assert.deepEqual(names.sort(), [
      "no-healthy-hosts",
      "port-allocation-errors",
      "target-resets",
      "unhealthy-hosts",
    ]);
  });
});

describe("the low-traffic alarm", () => {
  for (const [stack, there] of [
    ["production", true],
    ["staging", false],
    ["ci", false],
    ["scratch", false],
  ] as const) {
    it(`${there ? "is there" : "is not there"} in ${stack}`, async () => {
      const names = alarmsOf(await deploy(API, stack)).map(({ name }) => name);
      assert.equal(names.includes("api-low-traffic"), there);
    });
  }
});
