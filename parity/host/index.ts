import path from "node:path";
import {
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerStackConfigureRequest,
  type AnalyzerStackConfigureResponse,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Caller } from "./caller";
import { configuredLevels, configureRequest, packInfo } from "./configuration";
import {
  fromAnalyzeResponse,
  fromRemediateResponse,
  toAnalyzeRequest,
  toAnalyzeStackRequest,
  toRemediateRequest,
} from "./messages";
import { startProcess } from "./start";
import type { PolicyHost } from "./types";

export type * from "./types";

/** How a policy pack is started. */
export interface HostOptions {
  project: string;
  organization: string;
  /** Added to this process's environment. @default none */
  env?: Record<string, string>;
  /** Seconds for the start, and for each call. @default 60 */
  timeoutSeconds?: number;
}

/**
 * Starts a policy pack in Pulumi's own policy host and configures it with its own levels.
 * One host serves every stack, so a pack that asks `pulumi.getStack()` instead of reading a URN sees `""`.
 * @param packDir folder of PulumiPolicy.yaml
 * @throws InputError naming the folder, for one that is no pack and for a pack that does not come up
 */
export async function startPolicyHost(packDir: string, options: HostOptions): Promise<PolicyHost> {
  const dir = path.resolve(packDir);
  const timeoutSeconds = options.timeoutSeconds ?? 60;
  const started = await startProcess(dir, hostEnvironment(options), timeoutSeconds);
  // What a pack prints is for its user; our stdout is the report's.
  started.child.stdout?.pipe(process.stderr, { end: false });
  started.child.stderr?.pipe(process.stderr, { end: false });
  const caller = new Caller(dir, started, timeoutSeconds);
  try {
    const info = await caller.call<AnalyzerInfo>((client, ...rest) =>
      client.getAnalyzerInfo(new Empty(), ...rest),
    );
    let levels: PolicyHost["levels"] = new Map();
    const configure: PolicyHost["configure"] = async (config) => {
      const request = configureRequest(info, config);
      await caller.call<Empty>((client, ...rest) => client.configure(request, ...rest));
      levels = configuredLevels(request);
    };
    await configure({});
    return {
      info: packInfo(info),
      get levels() {
        return levels;
      },
      configure,
      configureStack: (stack, dryRun) => configureStack(caller, options, stack, dryRun),
      remediate: async (resource, provider) => {
        const request = toRemediateRequest(resource, provider);
        const response = await caller.callIfKnown<RemediateResponse>((client, ...rest) =>
          client.remediate(request, ...rest),
        );
        return response === undefined ? [] : fromRemediateResponse(response);
      },
      analyze: async (resource, provider) => {
        const request = toAnalyzeRequest(resource, provider);
        return fromAnalyzeResponse(
          await caller.call<AnalyzeResponse>((client, ...rest) => client.analyze(request, ...rest)),
        );
      },
      analyzeStack: async (resources) => {
        const request = toAnalyzeStackRequest(resources);
        return fromAnalyzeResponse(
          await caller.call<AnalyzeResponse>((client, ...rest) => client.analyzeStack(request, ...rest)),
        );
      },
      close: () => {
        caller.close();
      },
    };
  } catch (error) {
    caller.close();
    throw error;
  }
}

async function configureStack(
  caller: Caller,
  { project, organization }: HostOptions,
  stack: string,
  dryRun: boolean,
): Promise<void> {
  const request = new AnalyzerStackConfigureRequest()
    .setStack(stack)
    .setProject(project)
    .setOrganization(organization)
    .setDryRun(dryRun);
  await caller.callIfKnown<AnalyzerStackConfigureResponse>((client, ...rest) =>
    client.configureStack(request, ...rest),
  );
}

/** The pack's environment: ours, less what a surrounding Pulumi program or terminal put there. */
function hostEnvironment({ project, organization, env }: HostOptions): NodeJS.ProcessEnv {
  const foreign = /^(PULUMI_(NODEJS_|CONFIG)|FORCE_COLOR$)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(own),
    PULUMI_NODEJS_PROJECT: project,
    PULUMI_NODEJS_ORGANIZATION: organization,
    PULUMI_NODEJS_STACK: "",
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_CONFIG: "{}",
    ...env,
  };
}
