import {
  type AnalyzerInfo,
  ConfigureAnalyzerRequest,
  PolicyConfig as PolicyConfigMessage,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { InputError } from "../render/inputError";
import { fromLevel, toLevel, toStruct } from "./messages";
import type { PackInfo, PolicyConfig, PolicyInfo } from "./types";

export function packInfo(info: AnalyzerInfo): PackInfo {
  return {
    name: info.getName(),
    version: info.getVersion(),
    policies: info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      description: policy.getDescription(),
      level: fromLevel(policy.getEnforcementlevel()),
      configSchema: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
    })),
  };
}

/**
 * What the engine sends before it judges: for every policy a level and its keys, from the defaults of its
 * schema, the pack's initial configuration and `config`, each over the one before. Left out, a mandatory
 * policy would turn advisory (level 0 is "advisory").
 */
export function configureRequest(
  info: AnalyzerInfo,
  config: Record<string, PolicyConfig>,
): ConfigureAnalyzerRequest {
  const { name, policies } = packInfo(info);
  refuseUnknown(name, policies, config);
  const request = new ConfigureAnalyzerRequest();
  for (const policy of policies) {
    const initial = info.getInitialconfigMap().get(policy.name);
    const given = config[policy.name];
    const level =
      given?.enforcementLevel ?? (initial ? fromLevel(initial.getEnforcementlevel()) : policy.level);
    const properties = {
      ...schemaDefaults(policy),
      ...initial?.getProperties()?.toJavaScript(),
      ...given?.properties,
    };
    const message = new PolicyConfigMessage()
      .setEnforcementlevel(toLevel(level))
      .setProperties(toStruct(properties));
    request.getPolicyconfigMap().set(policy.name, message);
  }
  return request;
}

function refuseUnknown(pack: string, policies: PolicyInfo[], config: Record<string, PolicyConfig>): void {
  for (const [name, { properties }] of Object.entries(config)) {
    const policy = policies.find((candidate) => candidate.name === name);
    if (policy === undefined) {
      const known = policies.map((candidate) => candidate.name).join(", ");
      throw new InputError(`configuration of pack ${pack}: it has no policy ${name}; it has ${known}`);
    }
    for (const key of Object.keys(properties ?? {})) {
      if (key in policy.configSchema) continue;
      const known = Object.keys(policy.configSchema).join(", ") || "none";
      throw new InputError(`configuration of policy ${name}: unknown key ${key}; its keys are: ${known}`);
    }
  }
}

function schemaDefaults(policy: PolicyInfo): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(policy.configSchema)) {
    if (typeof schema === "object" && schema !== null && "default" in schema) defaults[key] = schema.default;
  }
  return defaults;
}
