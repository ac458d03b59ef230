import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { config } from "@/lib/config";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts an API secret for the database: AES-256-GCM with the installation's key (`EARSHOT_SECRET_KEY`). Secrets sign
 * HS256 tokens, so they must be readable again and cannot be hashed. Layout: 12 bytes iv, 16 bytes tag, ciphertext.
 */
export function encryptSecret(secret: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", installationKey(), iv);
  const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** The secret again. Throws a plain error when it was encrypted with another key: then the setting has been changed. */
export function decryptSecret(encrypted: Uint8Array): string {
  const decipher = createDecipheriv("aes-256-gcm", installationKey(), encrypted.subarray(0, IV_BYTES));
  decipher.setAuthTag(encrypted.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const body = decipher.update(encrypted.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Error("An API secret cannot be decrypted: EARSHOT_SECRET_KEY is not the one it was stored with.", {
      cause,
    });
  }
}

/** Any text is a key: its SHA-256 has the length that AES-256 needs. */
function installationKey(): Buffer {
  return createHash("sha256").update(config().secretKey).digest();
}

/** Letters and digits only, like LiveKit's pairs: nothing to quote in a shell or a YAML file. */
export function randomText(length: number): string {
  let text = "";
  while (text.length < length)
    text += randomBytes(48)
      .toString("base64")
      .replace(/[^A-Za-z0-9]/g, "");
  return text.slice(0, length);
}
