import { expect, it } from "vitest";
import { exportSpans } from "@/lib/export/spans";
import type { Span } from "@/lib/model/spans";
import { decodeTracesJson } from "@/lib/wire/otlp/decode-json";

const span = (spanId: string, changes: Partial<Span> = {}): Span => ({
  spanId,
  traceId: "0af7651916cd43dd8448eb211c80319c",
  parentSpanId: null,
  name: "llm_node",
  startNs: 1_795_262_672_956_507_123n,
  endNs: 1_795_262_673_956_507_123n,
  status: "error",
  statusMessage: "boom",
  isError: true,
  attributes: {},
  sentAttributes: {},
  events: [],
  resource: { "service.name": "livekit-agents" },
  scopeName: "livekit-agents",
  receivedAt: new Date(0),
  ...changes,
});

const exported = (spans: Span[]) => [...exportSpans(spans)].join("");

it("keeps nanoseconds, names as sent, and every kind of value", () => {
  const sentAttributes = {
    "lk.pii.user_input": "hi",
    count: 3,
    share: 0.25,
    yes: true,
    nothing: null,
    list: ["a", 1],
    map: { deep: [false] },
  };
  const events = [{ name: "exception", timeNs: 1_795_262_673_000_000_001n, attributes: { type: "E" } }];
  const text = exported([span("b7ad6b7169203331", { sentAttributes, events })]);
  const written = JSON.parse(text).resourceSpans[0].scopeSpans[0].spans[0];
  expect(written).toMatchObject({ startTimeUnixNano: "1795262672956507123", status: { code: 2, message: "boom" } });
  expect(written.attributes).toContainEqual({ key: "count", value: { intValue: "3" } });
  expect(written.attributes).toContainEqual({ key: "nothing", value: {} });
  const [read] = decodeTracesJson(text);
  expect(read).toMatchObject({ spanId: "b7ad6b7169203331", attributes: sentAttributes, events });
});

it("writes events under the names that the sender used", () => {
  const event = {
    name: "e",
    timeNs: 1n,
    attributes: { "lk.room_name": "r" },
    sentAttributes: { "lk.pii.room_name": "r" },
  };
  const [read] = decodeTracesJson(exported([span("b7ad6b7169203331", { events: [event] })]));
  expect(read?.events[0]?.attributes).toEqual({ "lk.pii.room_name": "r" });
});

it("writes what a span is linked to", () => {
  const links = [
    { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "00000000000000a1", attributes: { why: "batch" } },
  ];
  const text = exported([span("b7ad6b7169203331", { links }), span("b7ad6b7169203332")]);
  const [linked, other] = decodeTracesJson(text);
  expect(linked?.links).toEqual(links);
  expect(other).not.toHaveProperty("links");
});

it("groups spans by resource and scope, and writes open spans without an end", () => {
  const text = exported([
    span("0000000000000001", { endNs: null }),
    span("0000000000000002", { resource: { "service.name": "other" } }),
    span("0000000000000003"),
  ]);
  const groups = JSON.parse(text).resourceSpans as { scopeSpans: { spans: object[] }[] }[];
  expect(groups.map((group) => group.scopeSpans[0]?.spans.length)).toEqual([2, 1]);
  expect(decodeTracesJson(text).find((one) => one.spanId === "0000000000000001")?.endNs).toBe(0n);
});

it("is an empty export for a session without spans", () => {
  expect(JSON.parse(exported([]))).toEqual({ resourceSpans: [] });
});
