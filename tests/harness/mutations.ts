import { mutateField, mutateValue } from "./mutate-structure";

/** A request as a fuzzer takes it apart: how it is sent, and its body without gzip. */
export interface Sample {
  signal: "traces" | "logs" | "metrics" | "recordings";
  contentType: string;
  /** Inflated. */
  body: Buffer;
}

export type Random = () => number;

const below = (random: Random, max: number) => Math.floor(random() * max);

type Mutation = (body: Buffer, random: Random, others: readonly Sample[]) => Buffer;

/** Numbers that lengths, times and counts break at. */
const EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

const MUTATIONS: Record<string, Mutation> = {
  flipBits: (body, random) => {
    for (let left = 1 + below(random, 8); left > 0; left--) {
      const at = below(random, body.length);
      body[at] = (body[at] ?? 0) ^ (1 << below(random, 8));
    }
    return body;
  },
  setBytes: (body, random) => {
    const at = below(random, body.length);
    return body.fill(below(random, 256), at, Math.min(body.length, at + 1 + below(random, 16)));
  },
  truncate: (body, random) => body.subarray(0, below(random, body.length)),
  dropPiece: (body, random) => {
    const at = below(random, body.length);
    return Buffer.concat([body.subarray(0, at), body.subarray(at + 1 + below(random, 64))]);
  },
  repeatPiece: (body, random) => {
    const at = below(random, body.length);
    const piece = body.subarray(at, at + 1 + below(random, 200));
    return Buffer.concat([body.subarray(0, at), ...Array(1 + below(random, 20)).fill(piece), body.subarray(at)]);
  },
  splice: (body, random, others) => {
    const other = others[below(random, others.length)]?.body ?? body;
    const from = below(random, other.length);
    const piece = other.subarray(from, from + 1 + below(random, 400));
    const at = below(random, body.length);
    return Buffer.concat([body.subarray(0, at), piece, body.subarray(at + (random() < 0.5 ? piece.length : 0))]);
  },
  /** A whole top-level message twice, or behind one of another request. */
  append: (body, random, others) =>
    Buffer.concat([body, random() < 0.5 ? body : (others[below(random, others.length)]?.body ?? body)]),
  edgeNumber: (body, random) => {
    const at = below(random, Math.max(1, body.length - 8));
    const edge = EDGES[below(random, EDGES.length)] ?? 0;
    if (body.length >= at + 8) body.writeUInt32LE(edge, at + (random() < 0.5 ? 0 : 4));
    return body;
  },
  /** Texts that databases, URLs and JSON stumble over, in place of as many bytes. */
  oddText: (body, random) => {
    const texts = ["\0", "\ufffd", "../", "';--", "<script>", "\\ud800", "NaN", "1e999", "-1", "null", "[[[[", '{"a":'];
    const text = Buffer.from(texts[below(random, texts.length)] ?? "");
    text.copy(body, below(random, Math.max(1, body.length - text.length)));
    return body;
  },
  swapDigits: (body, random) => {
    const from = below(random, body.length);
    const at = body.findIndex((byte, index) => index >= from && byte >= 0x30 && byte <= 0x39);
    if (at >= 0) body.fill(0x39, at, Math.min(body.length, at + 1 + below(random, 12)));
    return body;
  },
};

const NAMES = Object.keys(MUTATIONS);

/** Mutations of a sample; the same numbers make the same bytes. `how` names them for a report. */
export function mutate(sample: Sample, random: Random, others: readonly Sample[]): { body: Buffer; how: string } {
  return random() < 0.5 ? mutateBytes(sample, random, others) : mutateInside(sample, random);
}

/** One to five, each of which leaves the request well-formed. */
function mutateInside({ signal, contentType, body }: Sample, random: Random): { body: Buffer; how: string } {
  const isJson = contentType.startsWith("application/json");
  const change = (bytes: Buffer) =>
    isJson ? Buffer.from(mutateValue(bytes.toString(), random)) : mutateField(bytes, random);
  let changed: Buffer = body;
  const count = 1 + below(random, 5);
  for (let left = count; left > 0; left--) {
    changed = signal === "recordings" ? mutatePart(changed, random) : change(changed);
  }
  return { body: Buffer.from(changed), how: `${count} inside` };
}

/** Header or transcript of a recordings request, found by their heads. */
function mutatePart(body: Buffer, random: Random): Buffer {
  const isHeader = random() < 0.4;
  const head = body.indexOf(isHeader ? "header.binpb" : "chat_history.json");
  const start = body.indexOf("\r\n\r\n", head) + 4;
  const end = body.indexOf("\r\n--", start);
  if (head < 0 || start < 4 || end < 0) return body;
  const content = body.subarray(start, end);
  const changed = isHeader ? mutateField(content, random) : Buffer.from(mutateValue(content.toString(), random));
  return Buffer.concat([body.subarray(0, start), changed, body.subarray(end)]);
}

/** One to three that do not care what the bytes mean. */
function mutateBytes(sample: Sample, random: Random, others: readonly Sample[]): { body: Buffer; how: string } {
  let body = Buffer.from(sample.body);
  const done: string[] = [];
  for (let left = 1 + below(random, 3); left > 0 && body.length > 0; left--) {
    const name = NAMES[below(random, NAMES.length)] ?? "flipBits";
    body = Buffer.from(MUTATIONS[name]?.(body, random, others) ?? body);
    done.push(name);
  }
  return { body, how: done.join(" ") };
}
