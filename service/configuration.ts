import { z } from "zod";
import { networkOf, type Network } from "./addresses";

/** What is wrong with the environment: a line for each variable, never with the value of a secret one. Exit code 2. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The client as which the service tests itself. */
export const SELF_TEST_CLIENT = "self-test";

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Variables that may be left out, so that a mistyped one would go unnoticed, begin like this. */
const WATCHED = /^(MAINTENANCE|ADMINISTRATOR)/;

const text = (write: string) =>
  z.string(`is missing; write ${write}`).min(1, { error: `is empty; write ${write}`, abort: true });

const number = (low: number, high: number, what: string) =>
  z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= low && Number(value) <= high, {
      error: ({ input }) => `${JSON.stringify(input)} is not ${what}; write one from ${low} to ${high}`,
    })
    .transform(Number);

const databaseUrl = text("postgres://USER:PASSWORD@HOST:5432/DATABASE").refine(isDatabaseUrl, {
  error:
    "is not a Postgres URL; write postgres://USER:PASSWORD@HOST:5432/DATABASE, special characters as %XX",
});

const networks = z.string().transform((value, context): Network[] => {
  const entries = value.split(",").map((entry) => entry.trim());
  if (entries.join("") === "") return [];
  return entries.flatMap((entry) => {
    try {
      return [networkOf(entry)];
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
      return [];
    }
  });
});

/**
 * The environment of the service. Secrets come from here alone: DATABASE_URL's password and CLIENT_SECRET.
 */
const environment = z.object({
  /** Address to listen on; the self-tests call 127.0.0.1, so one that includes it. Default: all. */
  HOST: z
    .enum(["0.0.0.0", "::", "127.0.0.1"], {
      error: ({ input }) =>
        `${JSON.stringify(input)} does not include 127.0.0.1; write 0.0.0.0, :: or 127.0.0.1`,
    })
    .default("0.0.0.0"),
  /** Port to listen on, 1 to 65535. Default: 8080. */
  PORT: number(1, 65535, "a port").default(8080),
  /** Postgres; `?sslmode=verify-full` for TLS. */
  DATABASE_URL: databaseUrl,
  /** The database must answer within this, in ms, 100 to 10000. Default: 2000. */
  DATABASE_TIMEOUT_MS: number(100, 10_000, "a time in ms").default(2000),
  /** Who gets in during maintenance: CIDRs with commas between. Default: nobody. */
  ADMINISTRATOR_CIDRS: networks.default([]),
  /** SSM parameter that switches maintenance mode, in AWS_REGION. Default: MAINTENANCE_FILE. */
  MAINTENANCE_PARAMETER: z
    .string()
    .regex(/^(\/?[\w.-]+(\/[\w.-]+)*|arn:aws[a-z-]*:ssm:.+)$/, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not the name of an SSM parameter; write one like /api/maintenance`,
    })
    .optional(),
  /** File that does the same, where there is no SSM; without the file, maintenance is off. Default: always off. */
  MAINTENANCE_FILE: text("the path of a file").optional(),
  /** How often the switch is read, in seconds, 1 to 300. Default: 10. */
  MAINTENANCE_POLL_SECONDS: number(1, 300, "a time in seconds").default(10),
  /** Region of MAINTENANCE_PARAMETER. */
  AWS_REGION: z.string().optional(),
  /** The client that may ask POST /auth/token for a token. */
  CLIENT_ID: text("the name of the client that may ask for tokens").refine((id) => id !== SELF_TEST_CLIENT, {
    error: `"${SELF_TEST_CLIENT}" is the service's own; write another name`,
  }),
  /** Its secret, 16 characters or more. */
  CLIENT_SECRET: text("the client's secret").min(16, "is shorter than 16 characters; write a random one"),
  /** What /health shows as BuildVersion. */
  BUILD_VERSION: text("the version that was built"),
  /** What /health shows as BuildTimestamp, ISO 8601 with a zone. */
  BUILD_TIMESTAMP: z.iso.datetime({
    offset: true,
    error: ({ input }) =>
      input === undefined
        ? "is missing; write when it was built, like 2026-01-31T12:00:00Z"
        : `${JSON.stringify(input)} is not a time; write one like 2026-01-31T12:00:00Z`,
  }),
  /** Default: info. */
  LOG_LEVEL: z
    .enum(LOG_LEVELS, {
      error: ({ input }) =>
        `${JSON.stringify(input)} is not a log level; write one of ${LOG_LEVELS.join(", ")}`,
    })
    .default("info"),
});

/** The environment, checked, with its defaults. */
export type Configuration = Readonly<z.infer<typeof environment>>;

/**
 * Reads and checks the environment.
 * @throws ConfigurationError with a line for each variable that is wrong
 */
export function readConfiguration(variables: Readonly<Record<string, string | undefined>>): Configuration {
  const result = environment.safeParse(variables);
  const problems = (result.error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const names = Object.keys(environment.shape);
  for (const name of Object.keys(variables).filter((key) => WATCHED.test(key) && !names.includes(key))) {
    problems.push(
      `${name}: no such variable; there are ${names.filter((key) => WATCHED.test(key)).join(", ")}`,
    );
  }
  const { MAINTENANCE_PARAMETER, MAINTENANCE_FILE, AWS_REGION } = variables;
  if (MAINTENANCE_PARAMETER !== undefined && MAINTENANCE_FILE !== undefined) {
    problems.push("MAINTENANCE_FILE: is there beside MAINTENANCE_PARAMETER, and one must rule; remove one");
  }
  if (MAINTENANCE_PARAMETER !== undefined && (AWS_REGION ?? "") === "") {
    problems.push("AWS_REGION: is missing beside MAINTENANCE_PARAMETER; write the parameter's region");
  }
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems.join("\n"));
  return result.data;
}

function isDatabaseUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  try {
    decodeURIComponent(url.password + url.username + url.pathname);
  } catch {
    return false;
  }
  return /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "" && url.pathname.length > 1;
}
