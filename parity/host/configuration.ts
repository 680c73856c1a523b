import {
  type AnalyzerInfo,
  ConfigureAnalyzerRequest,
  PolicyConfig as PolicyConfigMessage,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { InputError } from "../render/inputError";
import { fromLevel, toLevel, toStruct } from "./messages";
import { configurationProblem } from "./problem";
import type { EnforcementLevel, PackInfo, PolicyConfig, PolicyInfo } from "./types";

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
  const pack = packInfo(info);
  const problem = configurationProblem(pack, config);
  if (problem !== undefined) throw new InputError(problem.message);
  const request = new ConfigureAnalyzerRequest();
  const initials = info.getInitialconfigMap();
  for (const policy of pack.policies) {
    const initial = initials.get(policy.name);
    const given = config[policy.name];
    const every = initials.get("all");
    const own = every === undefined ? policy.level : fromLevel(every.getEnforcementlevel());
    const level =
      given?.enforcementLevel ??
      config.all?.enforcementLevel ??
      (initial ? fromLevel(initial.getEnforcementlevel()) : own);
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

/** The level that each policy has by the request. */
export function configuredLevels(request: ConfigureAnalyzerRequest): Map<string, EnforcementLevel> {
  const levels = new Map<string, EnforcementLevel>();
  request.getPolicyconfigMap().forEach((policy, name) => {
    levels.set(name, fromLevel(policy.getEnforcementlevel()));
  });
  return levels;
}

function schemaDefaults(policy: PolicyInfo): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(policy.configSchema)) {
    if (typeof schema === "object" && schema !== null && "default" in schema) defaults[key] = schema.default;
  }
  return defaults;
}
