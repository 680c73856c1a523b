import {
  AnalyzeRequest,
  type AnalyzeResponse,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  EnforcementLevel as Level,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties, RenderedOptions, RenderedResource } from "../render/types";
import { fromStruct, toPlain, withSecretMarks } from "../render/wire";
import type { EnforcementLevel, HostAnswer, HostRemediation } from "./types";

const levels: Record<EnforcementLevel, Level> = {
  advisory: Level.ADVISORY,
  mandatory: Level.MANDATORY,
  disabled: Level.DISABLED,
  remediate: Level.REMEDIATE,
};

export function toLevel(level: EnforcementLevel): Level {
  return levels[level];
}

export function fromLevel(level: Level): EnforcementLevel {
  for (const name of Object.keys(levels) as EnforcementLevel[]) if (levels[name] === level) return name;
  return "advisory";
}

/** A request to `Analyze`: inputs, without dependencies, as the engine sends it. */
export function toAnalyzeRequest(resource: RenderedResource, provider?: RenderedResource): AnalyzeRequest {
  const request = new AnalyzeRequest()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(toStruct(resource.inputs))
    .setOptions(toOptions(resource));
  return provider === undefined ? request : request.setProvider(toProvider(provider));
}

/** A request to `Remediate`: as to `Analyze`, with secrets in their wrappers. */
export function toRemediateRequest(resource: RenderedResource, provider?: RenderedResource): AnalyzeRequest {
  const inputs = withSecretMarks(resource.inputs, resource.secrets);
  return toAnalyzeRequest({ ...resource, inputs }, provider);
}

/** A request to `AnalyzeStack`: every resource, components and the stack itself too, as the engine sends it. */
export function toAnalyzeStackRequest(resources: readonly RenderedResource[]): AnalyzeStackRequest {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return new AnalyzeStackRequest().setResourcesList(
    resources.map((resource) => {
      const provider = resource.provider === undefined ? undefined : byUrn.get(resource.provider);
      const message = new AnalyzerResource()
        .setType(resource.type)
        .setUrn(resource.urn)
        .setName(resource.name)
        .setProperties(toStruct(resource.outputs))
        .setOptions(toOptions(resource))
        .setParent(resource.parent ?? "")
        .setDependenciesList(resource.dependencies);
      const dependencies = message.getPropertydependenciesMap();
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        dependencies.set(property, new AnalyzerPropertyDependencies().setUrnsList(urns));
      }
      return provider === undefined ? message : message.setProvider(toProvider(provider));
    }),
  );
}

export function fromAnalyzeResponse(response: AnalyzeResponse): HostAnswer {
  return {
    diagnostics: response.getDiagnosticsList().map((diagnostic) => ({
      policy: diagnostic.getPolicyname(),
      level: diagnostic.getEnforcementlevel() === Level.ADVISORY ? "advisory" : "mandatory",
      urn: diagnostic.getUrn(),
      message: diagnostic.getMessage(),
    })),
    notApplicable: response.getNotApplicableList().map((item) => ({
      policy: item.getPolicyName(),
      reason: item.getReason(),
    })),
  };
}

export function fromRemediateResponse(response: RemediateResponse): HostRemediation[] {
  return response.getRemediationsList().map((one) => {
    const policy = one.getPolicyname();
    const diagnostic = one.getDiagnostic();
    if (diagnostic !== "") return { policy, diagnostic };
    const { plain, secrets } = toPlain(fromStruct(one.getProperties()));
    return { policy, inputs: plain, secrets };
  });
}

/** Plain JSON as protobuf. */
export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function toProvider(provider: RenderedResource): AnalyzerProviderResource {
  return new AnalyzerProviderResource()
    .setType(provider.type)
    .setUrn(provider.urn)
    .setName(provider.name)
    .setProperties(toStruct(provider.inputs));
}

function toOptions({ options, parent }: RenderedResource): AnalyzerResourceOptions {
  const message = new AnalyzerResourceOptions()
    .setProtect(options.protect)
    .setIgnorechangesList(options.ignoreChanges)
    .setAliasesList(options.aliases)
    .setAdditionalsecretoutputsList(options.additionalSecretOutputs)
    .setCustomtimeouts(toTimeouts(options.customTimeouts))
    .setParent(parent ?? "");
  if (options.deleteBeforeReplace === undefined) return message;
  return message.setDeletebeforereplacedefined(true).setDeletebeforereplace(options.deleteBeforeReplace);
}

function toTimeouts(timeouts: RenderedOptions["customTimeouts"]): AnalyzerResourceOptions.CustomTimeouts {
  return new AnalyzerResourceOptions.CustomTimeouts()
    .setCreate(toSeconds(timeouts.create))
    .setUpdate(toSeconds(timeouts.update))
    .setDelete(toSeconds(timeouts.delete));
}

const unitSeconds: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Seconds of a Go duration such as `1h30m` (`customTimeouts` are written so); 0 where none is given. */
export function toSeconds(duration: string | undefined): number {
  let seconds = 0;
  for (const [, amount, unit] of (duration ?? "").matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)) {
    seconds += Number(amount) * (unitSeconds[unit ?? ""] ?? 0);
  }
  return seconds;
}
