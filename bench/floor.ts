import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { Server, ServerCredentials, type handleUnaryCall } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Declarations } from "../parity/render/answers/declarations";
import { answerLookup } from "../parity/render/answers/lookups";
import { StackAnswers } from "../parity/render/answers/given";
import { Answers } from "../parity/render/answers/values";
import type { Project } from "../parity/render/project";
import { readStackConfig } from "../parity/render/stackConfig";
import { makeUrn } from "../parity/render/urn";

/**
 * Runs one stack of the project through Pulumi's plain Node.js runner with ts-node, as a preview does, against a
 * server that answers and records nothing: no checker can be faster than this.
 * @returns milliseconds from start to end of the program
 * @throws Error where the program does not end with 0
 */
export async function runFloor(project: Project, stack: string): Promise<number> {
  const config = readStackConfig(project, stack);
  const server = floorServer(project, stack, config.values["aws:region"] ?? "us-east-1");
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const address = `127.0.0.1:${port}`;
  const flags = {
    ...{ monitor: address, engine: address, project: project.name, stack, organization: "organization" },
    ...{ "root-directory": project.dir, parallel: "16", pwd: project.dir },
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [require.resolve("@pulumi/pulumi/cmd/run"), ...args, "--dry-run", "."],
    {
      cwd: project.dir,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        PULUMI_CONFIG: JSON.stringify(config.values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
      },
    },
  );
  const [code] = (await once(child, "close")) as [number | null];
  const took = performance.now() - start;
  server.forceShutdown();
  if (code !== 0)
    throw new Error(`${path.basename(project.dir)}: stack ${stack} ended with exit code ${code ?? "none"}`);
  return took;
}

function floorServer(project: Project, stack: string, region: string): Server {
  const place = { account: "123456789012", region };
  const declarations = new Declarations(project.dir);
  const sources = { declarations, answers: new Answers(place), given: new StackAnswers(), place };
  const empty = answer(() => new Empty());
  const server = new Server();
  server.addService(ResourceMonitorService, {
    supportsFeature: answer((request: SupportsFeatureRequest) =>
      new SupportsFeatureResponse().setHassupport(request.getId() !== "outputValues"),
    ),
    registerResource: answer((request: RegisterResourceRequest) => {
      const urn = makeUrn(stack, project.name, request.getParent(), request.getType(), request.getName());
      return new RegisterResourceResponse().setUrn(urn).setObject(request.getObject());
    }),
    registerResourceOutputs: empty,
    registerStackTransform: empty,
    invoke: answer((request: ResourceInvokeRequest) => {
      const found = answerLookup(request.getTok(), request.getArgs()?.toJavaScript() ?? {}, sources);
      return new InvokeResponse().setReturn(Struct.fromJavaScript((found ?? {}) as Record<string, never>));
    }),
    signalAndWaitForShutdown: empty,
  });
  server.addService(EngineService, {
    log: empty,
    getRootResource: answer(() => new GetRootResourceResponse()),
    setRootResource: answer(() => new SetRootResourceResponse()),
    startDebugging: empty,
    requirePulumiVersion: empty,
  });
  return server;
}

function answer<Request, Response>(
  method: (request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    callback(null, method(request));
  };
}
