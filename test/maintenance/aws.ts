import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as AWS's JSON protocols carry it. */
export interface Call {
  /** `PutParameter`, `DeleteAlarmMuteRule`, … */
  readonly operation: string;
  /** From the signature's scope. */
  readonly region: string;
  readonly input: Record<string, unknown>;
}

/** An answer: a body, or the name of an error with its message. */
export type Answer = { readonly body: object } | { readonly error: string; readonly message?: string };

/** Speaks SSM's and CloudWatch's JSON protocol on a port of its own, and keeps what it is asked. */
export class AwsStub {
  readonly calls: Call[] = [];
  #server!: Server;

  /** @param answer for each call, in order */
  constructor(private readonly answer: (call: Call) => Answer) {}

  async start(): Promise<this> {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const target = String(request.headers["x-amz-target"]);
        const scope = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(request.headers.authorization));
        const call: Call = {
          operation: target.split(".").at(-1) ?? "",
          region: scope?.[1] ?? "unsigned",
          input: JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>,
        };
        this.calls.push(call);
        const answer = this.answer(call);
        const isError = "error" in answer;
        const body = isError ? { __type: answer.error, message: answer.message ?? "" } : answer.body;
        response.writeHead(isError ? 400 : 200, { "content-type": String(request.headers["content-type"]) });
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  /** The environment in which AWS's SDK comes here, with credentials. */
  get env(): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    return {
      ...NO_CREDENTIALS,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
    };
  }

  /** `PutParameter eu-west-1`, one a call. */
  get said(): string[] {
    return this.calls.map(({ operation, region }) => `${operation} ${region}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** An environment without any credentials, whatever this machine has. */
export const NO_CREDENTIALS: Record<string, string> = {
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_MAX_ATTEMPTS: "1",
};

/** What AWS says where nothing is wrong and no alarm fires. */
export function well({ operation }: Call): Answer {
  if (operation === "GetParameter") return { body: { Parameter: { Value: '{"on":false}' } } };
  if (operation === "DescribeAlarms") return { body: { MetricAlarms: [] } };
  return { body: {} };
}
