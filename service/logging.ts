import type { FastifyServerOptions } from "fastify";
import type { Configuration } from "./configuration";
import { reasonOf } from "./reason";
import { maskerOf } from "./secrets";

/**
 * Log lines as JSON: of a request its method and path (a query may hold anything), of an error its type, message and stack.
 * Secrets are in none; where a library's message quotes one, it is masked.
 * @param secrets further ones than the configuration's
 */
export function loggerOptions(
  configuration: Configuration,
  secrets: readonly string[],
): FastifyServerOptions["logger"] & object {
  const { password } = new URL(configuration.DATABASE_URL);
  const masked = maskerOf([
    ...secrets,
    configuration.CLIENT_SECRET,
    configuration.DATABASE_URL,
    password,
    decodeURIComponent(password),
  ]);
  return {
    level: configuration.LOG_LEVEL,
    base: null,
    hooks: { streamWrite: masked },
    redact: ["req.headers", "res.headers", "*.authorization", "*.client_secret", "*.access_token"],
    serializers: {
      req: ({ method, url }) => ({ method, path: url.split("?", 1)[0] }),
      err: (error) => ({ type: error.name, message: reasonOf(error), stack: error.stack ?? "" }),
    },
  };
}
