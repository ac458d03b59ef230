import { sign } from "./senders";

/**
 * LiveKit's CLI as PROTOCOL §10 describes it, request by request; with a protobuf reader and writer of its own, so that a mistake
 * in ours does not cancel itself out.
 */

/** A token as `lk` signs it: six hours, `agent.admin`, neither `sub` nor `video`. */
export function lkToken(claims: Record<string, unknown> = {}, secret?: string): string {
  const now = Math.floor(Date.now() / 1000);
  const grant = { observability: undefined, agent: { admin: true } };
  return sign({ iat: now, nbf: now, exp: now + 6 * 3600, ...grant, ...claims }, secret, { alg: "HS256", typ: "JWT" });
}

/** Headers of every request of `lk` 2.18.3. */
export function lkHeaders(token = lkToken()): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "user-agent": "livekit-server-sdk-go/2.18.1",
    "x-livekit-cli-version": "2.18.1",
    "x-livekit-request-id": "RQ_1",
    "accept-encoding": "gzip",
  };
}

/** A Twirp call; `body` is protobuf. */
export function twirp(url: string, method: string, body = new Uint8Array(0), token = lkToken()): Promise<Response> {
  const headers = { ...lkHeaders(token), "content-type": "application/protobuf", "twirp-version": "v8.1.3" };
  return fetch(`${url}/twirp/livekit.CloudAgent/${method}`, { method: "POST", headers, body });
}

/** A message whose fields are all texts or bytes shorter than 128 bytes. */
export function message(fields: Record<number, string | Uint8Array>): Uint8Array<ArrayBuffer> {
  const pieces = Object.entries(fields).map(([field, value]) => {
    const bytes = Buffer.from(value as string);
    return Buffer.concat([Buffer.from([(Number(field) << 3) | 2, bytes.length]), bytes]);
  });
  return new Uint8Array(Buffer.concat(pieces));
}

/** What a message holds by field number: whole numbers and bytes, in their order. */
export type Fields = Map<number, (number | Buffer)[]>;

export function fieldsOf(bytes: Uint8Array): Fields {
  const buffer = Buffer.from(bytes);
  const fields: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = buffer[at++];
      if (byte === undefined) throw new Error("cut off");
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < buffer.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const isBytes = tag % 8 === 2;
    if (!isBytes && tag % 8 !== 0) throw new Error(`wire type ${tag % 8}`);
    const number = varint();
    if (isBytes && at + number > buffer.length) throw new Error("cut off");
    const value = isBytes ? buffer.subarray(at, at + number) : number;
    if (isBytes) at += number;
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

/** Of fields that stand once, as text, number or nothing. */
export function textOf(fields: Fields, field: number): string {
  const [value] = fields.get(field) ?? [];
  return value === undefined ? "" : String(value);
}

/** The messages of a repeated field. */
export function messagesOf(fields: Fields, field: number): Fields[] {
  return (fields.get(field) ?? []).map((value) => fieldsOf(value as Buffer));
}

/** A google.protobuf.Timestamp in ms since the epoch; null when it is not there. */
export function instantOf(fields: Fields, field: number): number | null {
  const [value] = messagesOf(fields, field);
  if (!value) return null;
  return Number(textOf(value, 1)) * 1000 + Number(textOf(value, 2)) / 1e6;
}
