import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readServiceFile } from "../../components/software/serviceFile";
import type { ClassicDefinition, NetworkDefinition } from "../../components/service";
import { readProject, renderStack } from "../../parity/render";
import { API, deploy, only, type Registered } from "./deploy";

const ROOT = resolve(__dirname, "../..");
const SHA256 = createHash("sha256")
  .update(readFileSync(join(ROOT, "dist/service.js")))
  .digest("hex");
const KEY = `sample-service/${SHA256}.js`;
const PARAMETER = "arn:aws:ssm:eu-west-1:111111111111:parameter/alarm-parity/staging";

const tcp = { name: "api", port: 8080, volumeGiB: 20 } as const;

describe("the sample service", () => {
  let all: Registered[];
  before(async () => {
    all = await deploy({ ...API, maintenance: true }, "staging", { administrators: ["203.0.113.0/24"] });
  });

  it("lies in a private bucket, under its content's hash", async () => {
    const { inputs } = only(all, "api-artifact");
    assert.deepEqual([inputs.bucket, inputs.key], ["api-artifacts-bucket", KEY]);
    assert.equal(await (inputs.source as pulumi.asset.FileAsset).path, "dist/service.js");
    const { bucket, ...flags } = only(all, "api-artifacts-private").inputs;
    assert.equal(bucket, "api-artifacts-bucket");
    assert.deepEqual(flags, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const { name, value } = only(all, "api-artifacts-parameter").inputs;
    assert.equal(name, "/alarm-parity/staging/api/artifacts");
    // The provider calls every parameter's value a secret.
    assert.equal((value as { value: string }).value, "api-artifacts-bucket");
  });

  it("may read that object and its own parameters, and nothing else", () => {
    assert.deepEqual(JSON.parse(only(all, "api-role-software").inputs.policy as string), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:api-artifacts/${KEY}` },
        {
          Effect: "Allow",
          Action: "ssm:GetParameter",
          Resource: ["/api/artifacts", "/maintenance", "/administrators"].map((name) => PARAMETER + name),
        },
      ],
    });
  });

  it("may read no switch that it does not poll", async () => {
    const { maintenance, ...unswitched } = { ...API, maintenance: true };
    assert.equal(maintenance, true);
    const own = await deploy(unswitched, "staging", { administrators: [] });
    const policy = only(own, "api-role-software").inputs.policy as string;
    assert.equal(/maintenance|administrators/.test(policy), false, policy);
    const script = Buffer.from(only(own, "api-template").inputs.userData as string, "base64").toString();
    assert.match(script, /^MAINTENANCE_PARAMETER=''$/m);
  });

  it("does not compile behind a listener that speaks TCP", () => {
    // @ts-expect-error It answers in HTTP, in maintenance too.
    const network: NetworkDefinition = { ...tcp, kind: "network", software: "sample-service" };
    // @ts-expect-error So behind a classic load balancer on TCP.
    const classic: ClassicDefinition = {
      ...tcp,
      kind: "classic",
      protocol: "tcp",
      software: "sample-service",
    };
    const http: ClassicDefinition = {
      ...tcp,
      kind: "classic",
      protocol: "http",
      healthPath: "/health",
      software: "sample-service",
    };
    assert.deepEqual(
      new Set([network, classic, http].map(({ software }) => software)),
      new Set(["sample-service"]),
    );
  });
});

describe("the service's file", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "service-file-"));
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, "package.json"), '{ "version": "1.2.3" }');
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("has another hash and version where its content is another", () => {
    const made = ["one", "two"].map((content) => {
      writeFileSync(join(root, "dist/service.js"), content);
      return readServiceFile(root);
    });
    assert.notEqual(made[0]!.sha256, made[1]!.sha256);
    for (const { version, sha256 } of made) assert.equal(version, `1.2.3+${sha256.slice(0, 12)}`);
  });

  for (const [what, why, prepare] of [
    ["is not there", "is missing", () => undefined],
    [
      "is a folder",
      "cannot be read (EISDIR)",
      (): void => {
        mkdirSync(join(root, "dist/service.js"));
      },
    ],
  ] as const) {
    it(`that ${what} is told with the command that makes it`, () => {
      prepare();
      assert.throws(
        () => readServiceFile(root),
        (error: Error) => {
          assert.ok(pulumi.RunError.isInstance(error));
          const file = join(root, "dist/service.js");
          assert.equal(error.message, `${file}: ${why}, and instances run it; type npm run service:build`);
          return true;
        },
      );
    });
  }
});

describe("the user data of api", () => {
  it("is whole in a first preview, and the same in every stack up to the stack's name", async () => {
    const scripts = await Promise.all(
      ["ci", "staging", "production"].map(async (stack) => {
        const render = await renderStack(readProject(ROOT), stack, "preview");
        assert.ok(render.ok, render.ok ? "" : render.error);
        const template = render.resources.find(({ name }) => name === "api-template");
        const script = Buffer.from(template?.inputs.userData as string, "base64").toString();
        assert.match(script, new RegExp(`^ARTIFACT_KEY='${KEY}'$`, "m"));
        assert.ok(script.includes(`/alarm-parity/${stack}/maintenance`));
        assert.ok(Buffer.byteLength(script) <= 16 * 1024);
        return script.replaceAll(`/alarm-parity/${stack}/`, "/alarm-parity/<stack>/");
      }),
    );
    assert.equal(new Set(scripts).size, 1);
  });
});
