import { expect, it } from "vitest";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { concatenated, lengthDelimited, textField } from "@/lib/wire/protobuf/writer";

/** A resource message of one attribute: KeyValue in field 1, its text in field 1 of the value. */
function resourceOf(key: string, value: string): Uint8Array {
  return lengthDelimited(
    1,
    lengthDelimited(1, concatenated([textField(1, key), lengthDelimited(2, textField(1, value))])),
  );
}

/** A request of one log record, with its resource in as many messages as are given. */
function requestOf(...resources: Uint8Array[]): Uint8Array {
  const scope = lengthDelimited(2, lengthDelimited(2, textField(3, "INFO")));
  return lengthDelimited(1, concatenated([...resources, scope]));
}

function resourcesOf(request: Uint8Array): unknown[] {
  return decodeLogs(request).map(({ resource }) => resource.attributes);
}

it("a resource in two messages is both of them, and other requests' resource stays what it was", () => {
  const [first, second] = [resourceOf("service.name", "clinic"), resourceOf("host.name", "worker-1")];
  expect(resourcesOf(requestOf(first))).toEqual([{ "service.name": "clinic" }]);
  expect(resourcesOf(requestOf(first, second))).toEqual([{ "service.name": "clinic", "host.name": "worker-1" }]);
  expect(resourcesOf(requestOf(second, first))).toEqual([{ "host.name": "worker-1", "service.name": "clinic" }]);
  expect(resourcesOf(requestOf(first))).toEqual([{ "service.name": "clinic" }]);
  expect(resourcesOf(requestOf())).toEqual([{}]);
});

it("the later of two messages wins where both name an attribute", () => {
  const request = requestOf(resourceOf("service.name", "clinic"), resourceOf("service.name", "surgery"));
  expect(resourcesOf(request)).toEqual([{ "service.name": "surgery" }]);
});
