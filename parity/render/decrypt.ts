import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";

/** Reads one encrypted value of a stack file; undefined where it cannot. */
export type Decrypt = (ciphertext: string) => string | undefined;

// Pulumi's passphrase secrets (pkg/secrets/passphrase and sdk/go/common/resource/config/crypt.go).
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
const TAG_BYTES = 16;

/** What a salt's own test value says once it is read. */
const PROOF = "pulumi";

/** A key takes a third of a second to derive, and each stack is rendered two or three times. */
const keys = new Map<string, Buffer>();

/**
 * Reads the secrets of a stack whose file holds `encryptionsalt` (`v1:<salt>:v1:<nonce>:<ciphertext>`), with the
 * passphrase of `PULUMI_CONFIG_PASSPHRASE`, else of the file that `PULUMI_CONFIG_PASSPHRASE_FILE` names.
 * @returns undefined where there is no passphrase, or it is not this stack's
 */
export function passphraseDecrypter(salt: string, env: NodeJS.ProcessEnv): Decrypt | undefined {
  const passphrase = findPassphrase(env);
  const [version, encoded = "", ...proof] = salt.split(":");
  if (passphrase === undefined || version !== "v1") return undefined;
  const decrypt: Decrypt = (ciphertext) => open(keyOf(passphrase, encoded), ciphertext);
  return decrypt(proof.join(":")) === PROOF ? decrypt : undefined;
}

function findPassphrase(env: NodeJS.ProcessEnv): string | undefined {
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined) return env.PULUMI_CONFIG_PASSPHRASE;
  const file = env.PULUMI_CONFIG_PASSPHRASE_FILE;
  if (file === undefined || file === "") return undefined;
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}

function keyOf(passphrase: string, salt: string): Buffer {
  const name = JSON.stringify([passphrase, salt]);
  let key = keys.get(name);
  if (key === undefined) {
    key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), ITERATIONS, KEY_BYTES, "sha256");
    keys.set(name, key);
  }
  return key;
}

/** AES-256-GCM of `v1:<nonce>:<ciphertext and tag>`, base64. */
function open(key: Buffer, text: string): string | undefined {
  const [version, nonce = "", sealed = ""] = text.split(":");
  const bytes = Buffer.from(sealed, "base64");
  if (version !== "v1" || bytes.length < TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    // A key or a value of another stack.
    return undefined;
  }
}
