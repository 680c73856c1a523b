import { noOptions } from "./options";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
  TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Declarations } from "./answers/declarations";
import { ID_IS } from "./answers/knownDefaults";
import type { StackAnswers } from "./answers/given";
import type { Answers } from "./answers/values";
import type { Launch } from "./launchers";
import type { Revealed } from "./revealed";
import type { Properties, RenderedOptions, RenderedResource, Shape, SourcePosition } from "./types";
import { makeUrn, parseUrn } from "./urn";
import { entries, toPlain } from "./wire";

/** Outputs that identify a resource; only these are shown to rules, since other made-up values say nothing. */
const IDENTIFIES = /^(id|arn|arnSuffix|name|url|dnsName|bucket)$|(Id|Arn|Name|Identifier)$/;

/** Names of outputs that hold a list: `subnetIds`, `privateSubnets`, `zone_names`. */
const LIST_NAME = /(Ids|Arns|Names|Subnets|Zones|Cidrs|_ids|_arns|_names|_subnets|_zones|_cidrs)$/;

/** A row's place comes without a column; the last statement of its line is the call that defines it. */
const END_OF_LINE = 10_000;

/** What one render saw of one stack. */
export class Recorder {
  readonly resources = new Map<string, RenderedResource>();
  readonly errors: string[] = [];
  readonly notes: string[] = [];
  /** What each resource was answered, as `getResource` gives it. */
  private readonly states = new Map<string, Properties>();
  /** Row positions that components logged, by URN. */
  readonly rows = new Map<string, SourcePosition>();
  rootUrn = "";
  rootOutputsRegistered = false;
  /** The program told that it has come to its end. */
  cameToEnd = false;
  /** Requests that are being answered. */
  inFlight = 0;

  constructor(
    private readonly project: { name: string; dir: string },
    private readonly stack: string,
    readonly shape: Shape,
    private readonly declarations: Declarations,
    readonly answers: Answers,
    private readonly program: Pick<Launch, "sourceMaps" | "stackOutputs" | "installed">,
    private readonly revealed: Revealed,
    readonly given: StackAnswers,
  ) {}

  urn(parent: string, type: string, name: string): string {
    return makeUrn(this.stack, this.project.name, parent, type, name);
  }

  /**
   * Records a registration and gives the answer: the inputs, and outside a first preview the outputs.
   * @throws Error on a URN that is there already, as the engine refuses it.
   */
  register(
    request: RegisterResourceRequest,
    given: Properties,
    options: TransformResourceOptions,
  ): { urn: string; id: string; object: Properties } {
    const type = request.getType();
    const urn = this.urn(request.getParent(), type, request.getName());
    if (this.resources.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    if (type === "pulumi:pulumi:Stack") this.rootUrn = urn;
    const { plain, secrets } = this.kept(type, given);
    const object = request.getCustom() || request.getRemote() ? this.outputs(urn, type, given) : given;
    if (request.getRemote())
      this.notes.push(`${request.getName()} (${type}): the children of a remote component cannot be seen`);
    const id = idOf(object, this.shape);
    this.states.set(urn, { urn, id, state: object });
    this.resources.set(urn, {
      urn,
      type,
      name: request.getName(),
      custom: request.getCustom(),
      external: false,
      ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
      inputs: plain,
      outputs: { ...identifying(this.kept(type, object).plain), ...plain },
      propertyDependencies: Object.fromEntries(
        entries(request.getPropertydependenciesMap()).map(([key, value]) => [key, value.getUrnsList()]),
      ),
      dependencies: options.getDependsOnList(),
      options: renderedOptions(options),
      ...providerOf(options.getProvider()),
      secrets,
      ...(request.getTransformsList().length === 0 ? {} : { transformed: true }),
      source: this.position(request),
    });
    return { urn, id, object };
  }

  /** Records what the program reads (`Topic.get`); the engine reads it in a preview too, so it is known. */
  read(request: ReadResourceRequest, given: Properties): { urn: string; object: Properties } {
    const type = request.getType();
    const urn = this.urn(request.getParent(), type, request.getName());
    const members = this.declarations.resourceOutputs(type);
    const id = request.getId();
    const own: Properties = { ...given, id, ...this.answered(type, request.getName(), given) };
    const same = ID_IS[type];
    if (same !== undefined) own[same] ??= id;
    const object = this.answers.resource(urn, type, members ?? [], own);
    this.states.set(urn, { urn, id, state: object });
    const { plain, secrets } = this.kept(type, object);
    this.resources.set(urn, {
      urn,
      type,
      name: request.getName(),
      custom: true,
      external: true,
      ...(request.getParent() === "" ? {} : { parent: request.getParent() }),
      inputs: this.kept(type, given).plain,
      outputs: identifying(plain),
      propertyDependencies: {},
      dependencies: request.getDependenciesList(),
      options: noOptions(),
      ...providerOf(request.getProvider()),
      secrets,
      source: this.position(request),
    });
    return { urn, object };
  }

  /** A resource that a reference stands for. @throws Error where there is none, as the engine refuses it. */
  state(urn: string): Properties {
    const hidden = this.answers.hidden.get(urn);
    const state = this.states.get(urn) ?? (hidden && { urn, id: hidden.id, state: hidden });
    if (state === undefined) throw new Error(`unknown resource ${urn}`);
    return state;
  }

  /** Remembers where the data row of a resource stands, as its component logged it. */
  addRow(urn: string, file: string, line: number): void {
    const mapped = this.program.sourceMaps.line(resolve(this.project.dir, file), line, END_OF_LINE);
    this.rows.set(urn, { file, line: mapped });
  }

  /** What is read has its given outputs; another stack has those that this program asks for, each shown as what it is. */
  private answered(type: string, name: string, inputs: Properties): Properties {
    const real = this.given.outputs(type, name);
    if (type !== "pulumi:pulumi:StackReference") return real;
    const other = typeof inputs.name === "string" ? inputs.name : name;
    this.given.askedReference(type, name, other);
    const made = this.program.stackOutputs.map((output) => [output, madeUpOutput(name, output)]);
    const outputs = { ...(Object.fromEntries(made) as Properties), ...real };
    return { outputs, secretOutputNames: [] };
  }

  /** What a render keeps: no secret of the configuration, but in an alarm, where its value is judged. */
  private kept(type: string, properties: Properties): { plain: Properties; secrets: string[] } {
    const { plain, secrets } = toPlain(properties);
    return /[:/]cloudwatch[:/]/.test(type)
      ? { plain, secrets: [...new Set([...secrets, ...this.revealed.paths(plain)])] }
      : { plain: this.revealed.in(plain), secrets };
  }

  private outputs(urn: string, type: string, given: Properties): Properties {
    if (this.shape === "preview") return given;
    const members = this.declarations.resourceOutputs(type);
    const real = this.given.outputs(type, parseUrn(urn).name);
    return { ...this.answers.resource(urn, type, members ?? [], { ...real, ...given }), ...real };
  }

  /** The first frame outside installed packages: a provider's own file is not the program's. */
  private position(request: RegisterResourceRequest | ReadResourceRequest): SourcePosition | undefined {
    const frames = (request.getStacktrace()?.getFramesList() ?? []).map((frame) => frame.getPc());
    for (const frame of [...frames, request.getSourceposition()]) {
      if (frame === undefined) continue;
      const path = framePath(frame.getUri());
      const absolute = resolve(this.project.dir, path);
      const file = relative(this.project.dir, absolute);
      if (file.startsWith("..") || this.program.installed.test(file)) continue;
      return { file, line: this.program.sourceMaps.line(absolute, frame.getLine(), frame.getColumn()) };
    }
    return undefined;
  }
}

/** Another stack's output; where its name says that it is a list, programs take it for one. */
function madeUpOutput(reference: string, output: string): string | string[] {
  const label = (item: string) => `\${${reference}.outputs.${output}${item}}`;
  return LIST_NAME.test(output) ? ["[0]", "[1]", "[2]"].map(label) : label("");
}

function framePath(uri: string): string {
  if (uri.startsWith("file://")) return fileURLToPath(uri);
  return decodeURIComponent(uri.replace(/^project:\/+/, ""));
}

function identifying(outputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).filter(([key, value]) => typeof value === "string" && IDENTIFIES.test(key)),
  );
}

/** Providers have an id in every shape; other resources only once they are made. */
function idOf(object: Properties, shape: Shape): string {
  return shape !== "preview" && typeof object.id === "string" ? object.id : "";
}

function providerOf(reference: string): { provider?: string } {
  return reference === "" ? {} : { provider: reference.slice(0, reference.lastIndexOf("::")) };
}

function renderedOptions(options: TransformResourceOptions): RenderedOptions {
  const timeouts = options.getCustomTimeouts();
  return {
    protect: options.getProtect() ?? false,
    ignoreChanges: options.getIgnoreChangesList(),
    aliases: options
      .getAliasesList()
      .map((alias) => alias.getUrn() || (alias.getSpec()?.getName() ?? ""))
      .filter((alias) => alias !== ""),
    ...(options.hasDeleteBeforeReplace() ? { deleteBeforeReplace: options.getDeleteBeforeReplace() } : {}),
    additionalSecretOutputs: options.getAdditionalSecretOutputsList(),
    customTimeouts: {
      ...(timeouts?.getCreate() ? { create: timeouts.getCreate() } : {}),
      ...(timeouts?.getUpdate() ? { update: timeouts.getUpdate() } : {}),
      ...(timeouts?.getDelete() ? { delete: timeouts.getDelete() } : {}),
    },
    retainOnDelete: options.getRetainOnDelete() ?? false,
  };
}
