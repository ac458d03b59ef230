import type { Reply } from "@/lib/http/call";
import type { ErrorBody } from "@/lib/http/handle";
import { encodeTwirpError } from "@/lib/wire/cloud-agent/encode";

/** How failures are written for `lk`: Twirp's JSON, whatever the request's format is. */
export const refusalBody: ErrorBody = (_call, { code, message }) => ({
  contentType: "application/json",
  body: encodeTwirpError(code, message),
});

const STATUS = { bad_route: 404, unimplemented: 501 };

/** What is not here for anybody. Source of the statuses: twitchtv.github.io/twirp, "Errors". */
export function refusal(code: keyof typeof STATUS, message: string): Reply {
  const headers = { "content-type": "application/json" };
  return { status: STATUS[code], headers, body: encodeTwirpError(code, message), facts: { outcome: code } };
}

/** Why a command of `lk` that manages agents is not done: "Earshot does not host agents and …". */
export function notHosted(andSo: string): string {
  return `Earshot does not host agents and ${andSo}: it only keeps their logs. Use what you deploy them with.`;
}
