import {
  type CallOptions,
  type ClientUnaryCall,
  credentials,
  Metadata,
  type ServiceError,
  status,
} from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { killChild } from "../render/children";
import { InputError } from "../render/inputError";
import { firstLine, type HostProcess } from "./start";

/** As the SDK's own server: the resources of a stack can exceed gRPC's 4 MB. */
const maxMessageBytes = 400 * 1024 * 1024;

/** One method of the client with its request filled in. */
type Send<T> = (
  client: AnalyzerClient,
  metadata: Metadata,
  options: CallOptions,
  done: (error: ServiceError | null, response: T) => void,
) => ClientUnaryCall;

/** Calls the pack over gRPC. Whatever breaks there is an InputError that names pack and policy. */
export class Caller {
  private readonly client: AnalyzerClient;

  constructor(
    private readonly dir: string,
    private readonly started: HostProcess,
    private readonly timeoutSeconds: number,
  ) {
    this.client = new AnalyzerClient(`127.0.0.1:${started.port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": maxMessageBytes,
      "grpc.max_send_message_length": maxMessageBytes,
      // A proxy of the environment must not stand between us and our own child.
      "grpc.enable_http_proxy": 0,
    });
  }

  async call<T>(send: Send<T>): Promise<T> {
    try {
      return await this.send(send);
    } catch (error) {
      throw new InputError(await this.explain(error as ServiceError));
    }
  }

  /** As `call`, for a method that packs of older SDKs have not. */
  async callIfKnown<T>(send: Send<T>): Promise<T | undefined> {
    try {
      return await this.send(send);
    } catch (error) {
      if ((error as ServiceError).code === status.UNIMPLEMENTED) return undefined;
      throw new InputError(await this.explain(error as ServiceError));
    }
  }

  close(): void {
    this.client.close();
    killChild(this.started.child);
  }

  private send<T>(send: Send<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.timeoutSeconds * 1000;
      send(this.client, new Metadata(), { deadline }, (error, response) => {
        if (error === null) resolve(response);
        else reject(error);
      });
    });
  }

  private async explain(error: ServiceError): Promise<string> {
    const pack = `policy pack ${this.dir}`;
    if (error.code === status.DEADLINE_EXCEEDED) {
      return `${pack} did not answer within ${this.timeoutSeconds} s: find the rule that hangs, or raise --timeout`;
    }
    if (error.code === status.UNAVAILABLE) {
      return `${pack} ended while it judged: ${(await this.started.lastWords()) ?? "it printed nothing"}`;
    }
    const [head = "", cause = ""] = error.details.split(":\n");
    const policy = /policy '([^']*)'/.exec(head)?.[1];
    if (policy === undefined) return `${pack}: ${firstLine(error.details)}`;
    return `${pack}: its policy ${policy} threw "${firstLine(cause)}"; a rule must report, not throw`;
  }
}
