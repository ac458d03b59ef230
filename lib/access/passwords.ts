import { hash, verify } from "@node-rs/argon2";

/** Argon2id (the package's default kind) as OWASP advises it: 19 MiB, two passes, one lane. Source: Password Storage Cheat Sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let nobodys: Promise<string> | null = null;

/** A password as it is stored: argon2id in PHC form, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/**
 * Whether the password is the one of that hash. With null (there is no such account, or it has no password) it takes as long and
 * answers false, so that the time does not tell which e-mails have accounts.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  nobodys ??= hashPassword("the password of nobody");
  const isRight = await verify(passwordHash ?? (await nobodys), password);
  return isRight && passwordHash !== null;
}
