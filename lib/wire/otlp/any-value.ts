import { ByteTable } from "../protobuf/byte-table";
import { BYTES, FIXED64, type ProtobufReader, VARINT } from "../protobuf/reader";
import type { SentAttributes, SentValue } from "./records";

/** Deeper values are replaced by these words. 64 is far beyond what any SDK nests and far below what a stack bears. */
export const NESTING_MAX = 64;
export const NESTED_TOO_DEEP = "(nested too deep)";

const KEY = (1 << 3) | BYTES;
const VALUE = (2 << 3) | BYTES;
const ELEMENT = (1 << 3) | BYTES;

interface Pair {
  key: string;
  value: SentValue;
}

/** Four of five attributes of a session say what others of it say (job, room, model): key and value are found together, by all of their bytes. */
const pairs = new ByteTable<Pair>(2048, 96);

/**
 * Reads one KeyValue (its length comes next) into `target`. A repeated key keeps its last value, as Node's logger means it.
 * Errors: AppError `invalid` for malformed bytes.
 * Source: opentelemetry-proto, common.proto, message KeyValue.
 */
export function readAttributeInto(reader: ProtobufReader, target: SentAttributes, depth = 0): void {
  const outerEnd = reader.enter();
  const { position: start, end, view } = reader;
  let pair = depth === 0 ? pairs.find(view, start, end - start) : undefined;
  if (pair === undefined) {
    pair = readPair(reader, depth);
    // A value that is an object belongs to its record alone.
    if (depth === 0 && typeof pair.value !== "object") pairs.keep(view, start, end - start, pair);
  }
  reader.leave(outerEnd);
  setAttribute(target, pair.key, pair.value);
}

function readPair(reader: ProtobufReader, depth: number): Pair {
  let key = "";
  let value: SentValue = null;
  while (reader.hasMore()) {
    const tag = reader.tag();
    if (tag === KEY) key = reader.text();
    else if (tag === VALUE) value = readAnyValue(reader, depth);
    else reader.skip();
  }
  return { key, value };
}

/** Sets a property whatever its name; a plain assignment of `__proto__` would change the object's prototype instead. */
export function setAttribute(target: SentAttributes, key: string, value: SentValue): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

/**
 * Reads one AnyValue (its length comes next) as plain JavaScript. Empty is null; integers beyond 2^53 are decimal text;
 * NaN and infinities are their protojson names; bytes are base64; beyond 64 levels the value is "(nested too deep)".
 * Errors: AppError `invalid` for malformed bytes.
 * Source: opentelemetry-proto, common.proto, message AnyValue.
 */
export function readAnyValue(reader: ProtobufReader, depth = 0): SentValue {
  const outerEnd = reader.enter();
  let value: SentValue = null;
  if (depth > NESTING_MAX) value = NESTED_TOO_DEEP;
  else {
    while (reader.hasMore()) {
      switch (reader.tag()) {
        case (1 << 3) | BYTES:
          value = reader.text();
          break;
        case (2 << 3) | VARINT:
          value = reader.varint32() !== 0;
          break;
        case (3 << 3) | VARINT:
          value = reader.int64();
          break;
        case (4 << 3) | FIXED64:
          value = jsonNumber(reader.double());
          break;
        case (5 << 3) | BYTES:
          value = readArray(reader, depth + 1);
          break;
        case (6 << 3) | BYTES:
          value = readKeyValueList(reader, depth + 1);
          break;
        case (7 << 3) | BYTES:
          value = reader.base64();
          break;
        default:
          reader.skip();
      }
    }
  }
  reader.leave(outerEnd);
  return value;
}

/** What JSON cannot say as a number is said as protojson does: "NaN", "Infinity", "-Infinity". */
export function jsonNumber(value: number): SentValue {
  return Number.isFinite(value) ? value : String(value);
}

function readArray(reader: ProtobufReader, depth: number): SentValue[] {
  const outerEnd = reader.enter();
  const values: SentValue[] = [];
  while (reader.hasMore()) {
    if (reader.tag() === ELEMENT) values.push(readAnyValue(reader, depth));
    else reader.skip();
  }
  reader.leave(outerEnd);
  return values;
}

function readKeyValueList(reader: ProtobufReader, depth: number): SentAttributes {
  const outerEnd = reader.enter();
  const values: SentAttributes = {};
  while (reader.hasMore()) {
    if (reader.tag() === ELEMENT) readAttributeInto(reader, values, depth);
    else reader.skip();
  }
  reader.leave(outerEnd);
  return values;
}
