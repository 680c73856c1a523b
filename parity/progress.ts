import { createSpinner } from "nanospinner";

/** Tells what is done while the check runs. */
export interface Progress {
  say(text: string): void;
  /** Leaves the terminal as it was. */
  end(): void;
}

/** A spinner where somebody watches; plain lines on stderr in a pipe, where stdout holds the report alone. */
export function startProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return {
      say: (text) => stream.write(`${text}\n`),
      end: () => undefined,
    };
  }
  const spinner = createSpinner("rendering", { stream }).start();
  return {
    say: (text) => {
      spinner.update(text);
    },
    end: () => {
      spinner.stop().clear();
    },
  };
}
