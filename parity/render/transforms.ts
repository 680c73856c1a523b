import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import {
  type RegisterResourceRequest,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Properties } from "./types";
import { entries, fromStruct, toStruct } from "./wire";

/** Runs the program's `transforms`, which are callbacks into it, as the engine does. */
export class Transforms {
  private readonly clients = new Map<string, CallbacksClient>();
  private readonly ofResource = new Map<string, Callback[]>();
  private readonly ofStack: Callback[] = [];

  addToStack(callback: Callback): void {
    this.ofStack.push(callback);
  }

  /** Remembers a resource's own transforms for its children. */
  addToResource(urn: string, callbacks: Callback[], parent: string): void {
    this.ofResource.set(urn, [...callbacks, ...(this.ofResource.get(parent) ?? [])]);
  }

  /** The resource's own transforms first, then its parents', then the stack's. */
  async apply(
    request: RegisterResourceRequest,
  ): Promise<{ inputs: Properties; options: TransformResourceOptions }> {
    let inputs = fromStruct(request.getObject());
    let options = optionsOf(request);
    const inherited = this.ofResource.get(request.getParent()) ?? [];
    for (const callback of [...request.getTransformsList(), ...inherited, ...this.ofStack]) {
      const question = new TransformRequest();
      question.setType(request.getType());
      question.setName(request.getName());
      question.setCustom(request.getCustom());
      question.setParent(request.getParent());
      question.setProperties(toStruct(inputs));
      question.setOptions(options);
      const answer = TransformResponse.deserializeBinary(
        await this.invoke(callback, question.serializeBinary()),
      );
      inputs = fromStruct(answer.getProperties());
      options = answer.getOptions() ?? options;
    }
    return { inputs, options };
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private invoke(callback: Callback, bytes: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    let client = this.clients.get(target);
    if (client === undefined) {
      client = new CallbacksClient(target, credentials.createInsecure());
      this.clients.set(target, client);
    }
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(bytes);
    const known = client;
    return new Promise((resolve, reject) => {
      known.invoke(request, (error, response) => {
        if (error === null) resolve(response.getResponse_asU8());
        else reject(new Error(`a transform failed: ${error.details}`));
      });
    });
  }
}

function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  for (const [key, value] of entries(request.getProvidersMap())) options.getProvidersMap().set(key, value);
  options.setHooks(request.getHooks());
  options.setImport(request.getImportid());
  options.setHideDiffList(request.getHidediffsList());
  return options;
}
