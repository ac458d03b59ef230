import { describe, expect, test } from "vitest";
import { toSentItems } from "@/lib/normalise/chat-items";
import { toConversationSpans } from "@/lib/normalise/conversation-spans";
import { toLiveItems } from "@/lib/normalise/live-turns";
import { toSpans } from "@/lib/normalise/spans";
import { toChatItems } from "@/lib/normalise/turns";
import { atNs, BASE_NS, sentSpan } from "./sent";

const BASE_S = Number(BASE_NS) / 1e9;

describe("messages that do not say when they were spoken", () => {
  const typed = { type: "message", id: "a", role: "user", content: ["hello there"], created_at: BASE_S + 10 };
  const placed = (spans: ReturnType<typeof sentSpan>[]) => {
    const history = JSON.stringify({ items: [typed] });
    return toChatItems(toSentItems(history, []).items, toConversationSpans(toSpans(spans).spans))[0];
  };
  const heard = (times: [number, number], transcript: string) =>
    sentSpan("user_turn", 1, times, { attributes: { "lk.user_transcript": transcript } });
  const place = (span: ReturnType<typeof heard>) => {
    const item = placed([span]);
    return [Number((item?.startNs ?? 0n) - BASE_NS) / 1e6, item?.spanIds.length];
  };

  test("stand where they were sent: a turn that heard nothing, began later or heard other words is not theirs", () => {
    // Node 1.8.1 ends a session of text with a turn in which nobody said anything.
    expect(place(heard([11_600, 11_603], ""))).toEqual([10_000, 0]);
    expect(place(heard([9_900, 10_000], ""))).toEqual([10_000, 0]);
    expect(place(heard([10_700, 11_500], "hello there"))).toEqual([10_000, 0]);
    expect(place(heard([7_000, 9_000], "what I said"))).toEqual([10_000, 0]);
  });

  test("stand beside what was spoken: the speech of a turn, or one long past, is not theirs", () => {
    const below = { parentSpanId: "0000000000000001" };
    const speech = (id: number, times: [number, number], over = {}) => sentSpan("user_speaking", id, times, over);
    const at = (spans: ReturnType<typeof speech>[]) => placed(spans)?.startNs;
    const spokenTurn = heard([4_000, 6_500], "what I said");
    expect(at([spokenTurn, speech(2, [4_100, 6_000], below)])).toBe(atNs(10_000));
    // A realtime model's: no turns, and a cough a minute ago.
    expect(at([speech(2, [-50_000, -49_000])])).toBe(atNs(10_000));
    expect(at([speech(2, [7_000, 9_000])])).toBe(atNs(7_000));
  });

  test("spoken ones end with their speech, in however many pieces, not with the decision that their turn is over", () => {
    const piece = (id: number, times: [number, number]) =>
      sentSpan("user_speaking", id, times, { parentSpanId: "0000000000000001" });
    const spans = [heard([8_000, 10_000], "hello there"), piece(2, [8_100, 8_600]), piece(3, [8_900, 9_500])];
    const expected = { startNs: atNs(8_100), endNs: atNs(9_500) };
    expect(placed(spans)).toMatchObject(expected);
    expect(toLiveItems(toConversationSpans(toSpans(spans).spans), true)[0]).toMatchObject(expected);
  });

  test("spoken ones of versions without metrics are found by the turn's end, also when the agent changed their words", () => {
    expect(place(heard([8_000, 9_000], "hello there"))).toEqual([8_000, 1]);
    expect(place(heard([8_000, 9_990], "hello, there"))).toEqual([8_000, 1]);
  });
});
