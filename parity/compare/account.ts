import { DEFAULT_ACCOUNT } from "../render/answers/knownDefaults";
import type { Rendered } from "../render/types";
import type { ParityFile } from "./parityFile";

/**
 * The account of a stack: what parity.yaml declares, else the only one that its provider is allowed, else the one that
 * a render answers where nothing says which.
 */
export function accountOf({ stack, config }: Rendered, file: ParityFile | undefined): string {
  const allowed = /^\D*(\d{12})\D*$/.exec(config["aws:allowedAccountIds"] ?? "")?.[1];
  return file?.accounts[stack] ?? allowed ?? DEFAULT_ACCOUNT;
}
