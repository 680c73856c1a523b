import {
  CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmsCommand,
  PutAlarmMuteRuleCommand,
} from "@aws-sdk/client-cloudwatch";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { InputError } from "../render/inputError";
import type { MaintenanceTargets } from "./targets";
import type { MaintenanceWindow } from "./window";

/** What the command does in AWS. Each call that fails throws an InputError that says what failed, where and why. */
export class Cloud {
  readonly #ssm: SSMClient;
  readonly #watches = new Map<string, CloudWatchClient>();

  constructor(private readonly targets: MaintenanceTargets) {
    const { parameter, profile } = targets;
    this.#ssm = new SSMClient({ region: parameter.region, profile });
  }

  /** The switch as it is, as text. */
  async readSwitch(): Promise<string> {
    const { name, region } = this.targets.parameter;
    return explain(`the switch ${name} in ${region} cannot be read`, async () => {
      const { Parameter } = await this.#ssm.send(new GetParameterCommand({ Name: name }));
      return Parameter?.Value ?? "";
    });
  }

  async writeSwitch(value: object): Promise<void> {
    const { name, region } = this.targets.parameter;
    await explain(`the switch ${name} in ${region} cannot be written`, () =>
      this.#ssm.send(new PutParameterCommand({ Name: name, Value: JSON.stringify(value), Overwrite: true })),
    );
  }

  /** Makes the region's mute rule, or gives it another window. */
  async mute(region: string, { expression, duration }: MaintenanceWindow): Promise<void> {
    const { ruleName, stack } = this.targets;
    await explain(`alarms in ${region} cannot be muted`, () =>
      this.#watch(region).send(
        new PutAlarmMuteRuleCommand({
          Name: ruleName,
          Description: `Maintenance of ${stack}, by npm run maintenance.`,
          Rule: { Schedule: { Expression: expression, Duration: duration, Timezone: "UTC" } },
          MuteTargets: { AlarmNames: [...this.#alarmsIn(region)] },
        }),
      ),
    );
  }

  /** Removes the region's mute rule; one that is not there is none to remove. */
  async unmute(region: string): Promise<void> {
    await explain(`the mute rule ${this.targets.ruleName} in ${region} cannot be removed`, async () => {
      try {
        await this.#watch(region).send(
          new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: this.targets.ruleName }),
        );
      } catch (error) {
        if (nameOf(error) !== "ResourceNotFoundException" && nameOf(error) !== "ResourceNotFound")
          throw error;
      }
    });
  }

  /** Names of the alarms in the region that are in ALARM now. */
  async firing(region: string): Promise<string[]> {
    return explain(`the alarms in ${region} cannot be read`, async () => {
      const { MetricAlarms = [] } = await this.#watch(region).send(
        new DescribeAlarmsCommand({
          AlarmNames: [...this.#alarmsIn(region)],
          StateValue: "ALARM",
          MaxRecords: 100,
        }),
      );
      return MetricAlarms.filter(({ StateValue }) => StateValue === "ALARM").map(
        ({ AlarmName = "" }) => AlarmName,
      );
    });
  }

  close(): void {
    this.#ssm.destroy();
    for (const watch of this.#watches.values()) watch.destroy();
  }

  #alarmsIn(region: string): readonly string[] {
    return this.targets.alarms.get(region) ?? [];
  }

  #watch(region: string): CloudWatchClient {
    const watch =
      this.#watches.get(region) ?? new CloudWatchClient({ region, profile: this.targets.profile });
    this.#watches.set(region, watch);
    return watch;
  }
}

/** Runs a call; what fails is told in one line, with what to type where that is known. */
async function explain<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new InputError(`${what}: ${reasonOf(error)}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  CredentialsProviderError: "there are no AWS credentials; log in, or set AWS_PROFILE",
  ParameterNotFound: "it is not there; deploy the stack first (npm run up), or use the stack's own account",
  ExpiredTokenException: "the AWS credentials have expired; log in again",
  ExpiredToken: "the AWS credentials have expired; log in again",
};

function reasonOf(error: unknown): string {
  const name = nameOf(error);
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return REASONS[name] ?? (message === "" ? name : `${message} (${name})`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "error";
}
