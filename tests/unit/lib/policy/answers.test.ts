import { expect, it } from "vitest";
import { answerRedactor } from "@/lib/policy/answers";
import { aLog, anItem, aSession, aSpan, aTimeline, aToolCall } from "../view/timeline-builder";

const redact = answerRedactor({ custom: [{ name: "order", pattern: "ORD-[0-9]{4}" }] });
const SECRETS = ["jane.doe@example.com", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "ORD-1234"];
const said = SECRETS.join(" and ");

it("replaces what every built-in rule and the project's own find, in every place where words stand", () => {
  const timeline = aTimeline({
    session: aSession({ roomName: "room of jane.doe@example.com", tags: ["ORD-1234"] }),
    items: [anItem({ id: "item_1", text: said }), aToolCall("item_2", 0, { arguments: JSON.stringify({ said }) })],
    spans: [aSpan({ id: "0123456789abcdef", name: said, summary: said })],
    logs: [aLog({ id: "log_1", message: said, logger: "jane.doe@example.com" })],
    missing: [said],
  });
  const text = JSON.stringify(redact(timeline));
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  for (const label of ["[email]", "[card]", "[iban]", "[order]"]) expect(text).toContain(label);
});

it("leaves ids, instants and positions as they are, even where they look like a card", () => {
  const timeline = aTimeline({
    session: aSession({ id: "4111111111111111", startedAt: "2026-11-21T12:00:00.000Z" }),
    items: [anItem({ id: "4111111111111111", startMs: 4111111111111111, spanIds: ["4111111111111111"] })],
  });
  expect(redact(timeline)).toEqual(timeline);
});

it("looks into attributes as senders sent them: names, numbers, lists, JSON in texts", () => {
  const record = {
    ...{ kind: "span", id: "a" },
    attributes: {
      userId: "jane.doe@example.com",
      card: 4111111111111111,
      "ORD-1234": [{ said: JSON.stringify({ said }) }],
    },
    sent: { body: said },
    resource: { "host.name": "ORD-1234" },
    events: [{ name: "said", atMs: 4111111111111111, attributes: { exception: said } }],
  };
  const made = redact(record);
  const text = JSON.stringify(made.attributes) + JSON.stringify(made.sent) + JSON.stringify(made.resource);
  for (const secret of [...SECRETS, "4111111111111111"]) expect(text).not.toContain(secret);
  expect(JSON.stringify(made.events[0]?.attributes)).not.toContain("ORD-1234");
  expect(made.events[0]?.atMs).toBe(4111111111111111);
});
