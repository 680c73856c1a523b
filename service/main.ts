import { ConfigurationError, readConfiguration, type Configuration } from "./configuration";
import { createService, type Service } from "./service";

/** Requests that have not ended by then, in ms, are cut off. */
const CLOSE_LIMIT = 10_000;

/**
 * Runs the service until SIGTERM or SIGINT. Exit code 0 when it was ended so, 2 for a configuration that is wrong or a
 * port that is taken, with a line for each variable.
 * @param onEnd what to end after the service
 */
export async function run(
  variables: NodeJS.ProcessEnv,
  onStart: (url: string) => void = () => undefined,
  onEnd: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  let configuration: Configuration;
  let service: Service;
  try {
    configuration = readConfiguration(variables);
    service = createService(configuration);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return end(error.message, onEnd);
  }
  let ending = false;
  const stop = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), CLOSE_LIMIT).unref();
    void service
      .close()
      .then(onEnd)
      .then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  try {
    onStart(await service.start());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== "listen") throw error;
    await service.close();
    return end(listenProblem(configuration, (error as NodeJS.ErrnoException).code), onEnd);
  }
}

function listenProblem({ HOST, PORT }: Configuration, code = "unknown error"): string {
  if (code === "EADDRINUSE") return `PORT: ${PORT} is taken by another process; write a free one`;
  if (code === "EACCES") return `PORT: ${PORT} needs rights that this user lacks; write one of 1024 or more`;
  return `HOST: ${HOST} cannot be listened on here (${code}); write 0.0.0.0`;
}

async function end(message: string, onEnd: () => Promise<void>): Promise<void> {
  console.error(message);
  process.exitCode = 2;
  await onEnd();
}

if (require.main === module) void run(process.env);
