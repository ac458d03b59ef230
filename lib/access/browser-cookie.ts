import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { saveSettingOnce } from "@/lib/store/settings";

const NAME = "earshot_browser";
/** A browser that was not here for this long gets a new one with its next page. */
const DAYS_MAX = 30;
const DAY_MS = 24 * 3600 * 1000;

let signingKey: Promise<string> | null = null;

/**
 * The `Set-Cookie` header that makes a browser's own requests to the API trusted; sent with pages. It says only "has
 * loaded a page of this server": there is no login yet. `SameSite=Strict` keeps other sites from using it.
 */
export async function browserCookieHeader(nowMs = Date.now()): Promise<string> {
  const issuedAt = nowMs.toString(36);
  const value = `${issuedAt}.${await sign(issuedAt)}`;
  return `${NAME}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${(DAYS_MAX * DAY_MS) / 1000}`;
}

/** Whether the `Cookie` header holds a value that this installation signed and that has not grown too old. */
export async function hasBrowserCookie(cookie: string | null, nowMs = Date.now()): Promise<boolean> {
  const value = new RegExp(`(?:^|; *)${NAME}=([^;]+)`).exec(cookie ?? "")?.[1];
  const [issuedAt, signature] = value?.split(".") ?? [];
  if (!issuedAt || !signature) return false;
  const expected = Buffer.from(await sign(issuedAt));
  const sent = Buffer.from(signature);
  if (expected.length !== sent.length || !timingSafeEqual(expected, sent)) return false;
  return nowMs - Number.parseInt(issuedAt, 36) < DAYS_MAX * DAY_MS;
}

async function sign(text: string): Promise<string> {
  signingKey ??= saveSettingOnce("browser_cookie_key", randomBytes(32).toString("base64url"));
  const key = await signingKey.catch((error: unknown) => {
    signingKey = null;
    throw error;
  });
  return createHmac("sha256", key).update(text).digest("base64url");
}
