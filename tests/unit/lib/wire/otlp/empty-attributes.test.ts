import { expect, test } from "vitest";
import { emptyAttributes } from "@/lib/wire/otlp/empty-attributes";
import type { SentAttributes } from "@/lib/wire/otlp/records";

function filled(attributes: SentAttributes, count: number): SentAttributes {
  for (let place = 0; place < count; place++) attributes[`gen_ai.name.${place}`] = place;
  return attributes;
}

test("empty attributes are like any empty object", () => {
  expect(emptyAttributes()).toStrictEqual({});
  expect(Object.getPrototypeOf(emptyAttributes())).toBe(Object.prototype);
  expect(filled(emptyAttributes(), 3)).toStrictEqual(filled({}, 3));
  expect(JSON.stringify(filled(emptyAttributes(), 30))).toBe(JSON.stringify(filled({}, 30)));
  expect(structuredClone(filled(emptyAttributes(), 12))).toStrictEqual(filled({}, 12));
});
