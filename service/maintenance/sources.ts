import { readFile } from "node:fs/promises";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** Where maintenance is switched. */
export interface MaintenanceSource {
  /** For log lines: `parameter /api/maintenance`. */
  readonly name: string;
  /** The switch as text; undefined where nothing was ever written, which means off. */
  read(signal: AbortSignal): Promise<string | undefined>;
  close(): void;
}

/** A file of this machine; one that is not there means off. */
export function fileSource(path: string): MaintenanceSource {
  return {
    name: `file ${path}`,
    async read(signal) {
      try {
        return await readFile(path, { encoding: "utf8", signal });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    close: () => undefined,
  };
}

/**
 * A parameter of AWS Systems Manager. One that is not there is an error, since the stack makes it: somebody removed it,
 * or the name is wrong. Needs `ssm:GetParameter`.
 */
export function ssmSource(parameter: string, region: string): MaintenanceSource {
  const client = new SSMClient({ region, maxAttempts: 2 });
  return {
    name: `parameter ${parameter}`,
    async read(signal) {
      const command = new GetParameterCommand({ Name: parameter });
      try {
        return (await client.send(command, { abortSignal: signal })).Parameter?.Value;
      } catch (error) {
        const { name, message } = error as Error;
        // AWS sends no text with this one; the SDK's own is "UnknownError".
        const isGone = name === "ParameterNotFound";
        throw new Error(isGone ? `there is no such parameter in ${region}` : `${name}: ${message}`, {
          cause: error,
        });
      }
    },
    close: () => {
      client.destroy();
    },
  };
}

/** Where there is no switch: always off. */
export const noSource: MaintenanceSource = {
  name: "no switch",
  read: () => Promise.resolve(undefined),
  close: () => undefined,
};
