import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
  type LogRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  ReadResourceResponse,
  RegisterPackageResponse,
  RegisterResourceResponse,
  SupportsFeatureResponse,
  type ReadResourceRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { hasUnknown } from "../../cloudwatch/unknown";
import { answerLookup, type LookupSources } from "./answers/lookups";
import type { Recorder } from "./recorder";
import { Transforms } from "./transforms";
import type { Properties } from "./types";
import { fromStruct, toPlain, toStruct } from "./wire";

/** What this monitor can do; `outputValues` is not among it, so that values arrive decoded. */
const FEATURES = new Set([
  "secrets",
  "resourceReferences",
  "aliasSpecs",
  "deletedWith",
  "replaceWith",
  "transforms",
  "invokeTransforms",
  "resourceHooks",
  "parameterization",
]);

/** How the SDK asks for the resource that a reference stands for. */
const GET_RESOURCE = "pulumi:pulumi:getResource";

/** As the engine: a large user data or policy must not be cut off. */
const MAX_MESSAGE = 400 * 1024 * 1024;

/** How a component says where the row of an alarm stands: see components/alarms/row.ts. */
const ROW = /^defined at (.+):(\d+)$/;

/** How start.py says that a Python program has come to its end. */
const CAME_TO_END = "the program has come to its end";

/** A resource monitor and engine, at one address, for one run of one program. */
export interface Monitor {
  address: string;
  close: () => void;
}

/** Starts a monitor that answers a program's run and records it. */
export async function startMonitor(recorder: Recorder, sources: LookupSources): Promise<Monitor> {
  const transforms = new Transforms();
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE,
    "grpc.max_send_message_length": MAX_MESSAGE,
  });
  server.addService(ResourceMonitorService, monitorService(recorder, sources, transforms));
  server.addService(EngineService, engineService(recorder));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    close: () => {
      transforms.close();
      server.forceShutdown();
    },
  };
}

function monitorService(
  recorder: Recorder,
  sources: LookupSources,
  transforms: Transforms,
): UntypedServiceImplementation {
  const answer = counting(recorder);
  return {
    supportsFeature: answer((request: SupportsFeatureRequest) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: answer(async (request: RegisterResourceRequest) => {
      const { inputs, options } = await transforms.apply(request);
      const { urn, id, object } = recorder.register(request, inputs, options);
      transforms.addToResource(urn, request.getTransformsList(), request.getParent());
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(toStruct(object));
      return response;
    }),
    readResource: answer((request: ReadResourceRequest) => {
      const { urn, object } = recorder.read(request, fromStruct(request.getProperties()));
      const response = new ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(toStruct(object));
      return response;
    }),
    registerResourceOutputs: answer((request: RegisterResourceOutputsRequest) => {
      if (request.getUrn() === recorder.rootUrn) recorder.rootOutputsRegistered = true;
      return new Empty();
    }),
    invoke: answer((request: ResourceInvokeRequest) => {
      const { plain } = toPlain(fromStruct(request.getArgs()));
      if (request.getTok() === GET_RESOURCE) return invoked(recorder.state(String(plain.urn)));
      const found = answerLookup(request.getTok(), plain, sources);
      if (found === undefined && !hasUnknown(plain)) {
        throw new Error(notAnswered(request.getTok(), plain, recorder));
      }
      return invoked(found ?? {});
    }),
    call: answer((request: ResourceCallRequest) => {
      recorder.notes.push(`the method ${request.getTok()} of a remote component cannot be answered`);
      return new CallResponse();
    }),
    registerStackTransform: answer((callback: Callback) => {
      transforms.addToStack(callback);
      return new Empty();
    }),
    registerStackInvokeTransform: answer(() => new Empty()),
    registerResourceHook: answer(() => new Empty()),
    registerErrorHook: answer(() => new Empty()),
    registerPackage: answer(() => {
      const response = new RegisterPackageResponse();
      response.setRef("package");
      return response;
    }),
    signalAndWaitForShutdown: answer(() => {
      recorder.cameToEnd = true;
      return new Empty();
    }),
  };
}

function invoked(answer: Properties): InvokeResponse {
  const response = new InvokeResponse();
  response.setReturn(toStruct(answer));
  return response;
}

/** Says what is missing; how to give it is added to the program's own words (see `missingAnswer`). */
function notAnswered(token: string, args: Properties, { given }: Recorder): string {
  given.askedLookup(token, token, args);
  return `the look-up ${token} cannot be answered offline: its package is not installed beside the program`;
}

function engineService(recorder: Recorder): UntypedServiceImplementation {
  const answer = counting(recorder);
  return {
    log: answer((request: LogRequest) => {
      if (request.getSeverity() === LogSeverity.ERROR) recorder.errors.push(request.getMessage());
      if (request.getMessage() === CAME_TO_END) recorder.cameToEnd = true;
      const [, file, line] = ROW.exec(request.getMessage()) ?? [];
      if (file !== undefined) recorder.addRow(request.getUrn(), file, Number(line));
      return new Empty();
    }),
    getRootResource: answer(() => {
      const response = new GetRootResourceResponse();
      response.setUrn(recorder.rootUrn);
      return response;
    }),
    setRootResource: answer(() => new SetRootResourceResponse()),
    startDebugging: answer(() => new Empty()),
    requirePulumiVersion: answer(() => new RequirePulumiVersionResponse()),
  };
}

/** Wraps a handler so that requests under way are counted and errors become the call's status. */
function counting(recorder: Recorder) {
  return <Request, Response>(
      handle: (request: Request) => Response | Promise<Response>,
    ): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      recorder.inFlight++;
      Promise.resolve()
        .then(() => handle(call.request))
        .then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            const message = error instanceof Error ? error.message : String(error);
            recorder.errors.push(message);
            callback({ code: status.UNKNOWN, details: message });
          },
        )
        .finally(() => {
          recorder.inFlight--;
        });
    };
}
