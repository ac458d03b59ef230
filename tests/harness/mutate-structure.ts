import type { Random } from "./mutations";

// Mutations that keep the frame whole, so that what is odd reaches the stations behind the decoder.

const below = (random: Random, max: number) => Math.floor(random() * max);

interface Field {
  /** Number and wire type. */
  tag: number;
  /** Value as it lies in the message, without the length of a length-delimited one. */
  value: Buffer;
}

/** Doubles, drops, moves or changes one field of a protobuf message, at any depth; the lengths around it fit again. */
export function mutateField(message: Buffer, random: Random): Buffer {
  const fields = fieldsOf(message);
  const chosen = fields?.[below(random, fields?.length ?? 0)];
  if (!fields || !chosen) return oddBytes(message, random);
  const at = fields.indexOf(chosen);
  const choice = random();
  if (choice < 0.8 && (chosen.tag & 7) === 2) chosen.value = mutateField(chosen.value, random);
  else if (choice < 0.85) fields.splice(at, 0, { ...chosen });
  else if (choice < 0.9) fields.splice(at, 1);
  else if (choice < 0.95) fields.push(...fields.splice(at, 1));
  else chosen.tag = ((1 + below(random, 16)) << 3) | (chosen.tag & 7);
  if ((chosen.tag & 7) === 1 && random() < 0.7) chosen.value = edgeTime(random);
  if ((chosen.tag & 7) === 0 && random() < 0.7) chosen.value = edgeVarint(random);
  return Buffer.concat(fields.map(encode));
}

function fieldsOf(message: Buffer): Field[] | null {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128 || at >= message.length) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    if (tag >> 3 === 0 || tag > 1_000 || ![0, 1, 2, 5].includes(kind)) return null;
    const from = kind === 2 ? varint() + at : 0;
    const start = at;
    if (kind === 0) varint();
    else at = kind === 2 ? from : at + (kind === 1 ? 8 : 4);
    if (at > message.length) return null;
    fields.push({ tag, value: message.subarray(start, at) });
  }
  return fields;
}

function encode({ tag, value }: Field): Buffer {
  const head = (tag & 7) === 2 ? [toVarint(tag), toVarint(value.length)] : [toVarint(tag)];
  return Buffer.concat([...head, value]);
}

function toVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function edgeTime(random: Random): Buffer {
  const bytes = Buffer.alloc(8);
  const edges = [
    0n,
    1n,
    10_413_792_000_000_000_000n,
    2n ** 63n,
    2n ** 64n - 1n,
    0x7ff0000000000000n,
    0xffefffffffffffffn,
  ];
  bytes.writeBigUInt64LE(edges[below(random, edges.length)] ?? 0n);
  return bytes;
}

function edgeVarint(random: Random): Buffer {
  const edges = [
    [0],
    [1],
    [0x7f],
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [...Array(9).fill(0xff), 0x01],
    [...Array(8).fill(0xff), 0x7f],
  ];
  return Buffer.from(edges[below(random, edges.length)] ?? [0]);
}

const ODD_TEXTS = [
  "",
  "\0",
  "__proto__",
  "constructor",
  "../..",
  "<script>",
  "NaN",
  "1e999",
  "-1",
  "[]",
  "{}",
  "9".repeat(30),
];

function oddBytes(bytes: Buffer, random: Random): Buffer {
  const choice = random();
  if (choice < 0.5) return Buffer.from(ODD_TEXTS[below(random, ODD_TEXTS.length)] ?? "");
  if (choice < 0.7) return Buffer.concat([bytes, bytes]);
  if (choice < 0.85 && bytes.length > 0) {
    const changed = Buffer.from(bytes);
    changed[below(random, bytes.length)] = below(random, 256);
    return changed;
  }
  return bytes.subarray(0, below(random, bytes.length + 1));
}

const ODD_VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -1e308,
  5e-324,
  2 ** 53,
  "",
  "\0",
  "\ud800",
  "NaN",
  "constructor",
  "__proto__",
  [],
  {},
  [[]],
  { toString: 1 },
  [null],
  { a: { a: {} } },
  "9".repeat(40),
  "2554-01-01T00:00:00Z",
];

/** Changes one value of a JSON text, at any depth; what is no JSON stays as it is. */
export function mutateValue(text: string, random: Random): string {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  let holder = { root } as Record<string, unknown>;
  let key = "root";
  for (let inner = holder[key]; typeof inner === "object" && inner !== null && random() < 0.9; inner = holder[key]) {
    const keys = Object.keys(inner);
    if (keys.length === 0) break;
    holder = inner as Record<string, unknown>;
    key = keys[below(random, keys.length)] ?? "";
  }
  const choice = random();
  if (choice < 0.1) delete holder[key];
  else if (choice < 0.2 && Array.isArray(holder)) holder.push(holder[0]);
  else if (choice < 0.3) holder[`${key}x`] = holder[key];
  else holder[key] = ODD_VALUES[below(random, ODD_VALUES.length)];
  return JSON.stringify(holder.root ?? root);
}
