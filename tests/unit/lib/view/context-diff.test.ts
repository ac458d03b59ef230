import { describe, expect, it } from "vitest";
import { readChatContext } from "@/lib/view/chat-context";
import { diffContext } from "@/lib/view/context-diff";

const hello = { role: "assistant", text: "Good morning" };
const wish = { role: "user", text: "Book me in" };
const call = { role: "tool call", text: "book()" };
const system = { role: "system", text: "You are Nora." };
const isNew = (before: { role: string; text: string }[] | null, now: { role: string; text: string }[]) =>
  diffContext(now, before).entries.map((entry) => entry.isNew);

describe("what a model was given since its call before", () => {
  it("is what stands behind what it had already", () => {
    expect(isNew([system, hello], [system, hello, wish, call])).toEqual([false, false, true, true]);
    expect(diffContext([system, hello, wish], [system, hello])).toMatchObject({ newCount: 1, goneCount: 0 });
  });

  it("is also seen when instructions changed or the history was shortened", () => {
    const booking = { role: "system", text: "You finish bookings." };
    expect(isNew([system, hello, wish], [booking, hello, wish, call])).toEqual([true, false, false, true]);
    expect(diffContext([booking, wish], [system, hello, wish])).toMatchObject({ newCount: 1, goneCount: 2 });
  });

  it("counts words said twice twice", () => {
    expect(isNew([wish], [wish, wish])).toEqual([false, true]);
  });

  it("is nothing where there is no call before", () => {
    expect(isNew(null, [system, hello])).toEqual([false, false]);
  });

  it("has the instructions first where the sender puts them beside the messages", () => {
    const messages = [{ role: "user", parts: [{ type: "text", content: "Hi" }] }];
    const instructions = [{ type: "text", content: "You are Nora." }];
    const attributes = { "x.input": JSON.stringify(messages), "x.system_instructions": JSON.stringify(instructions) };
    expect(readChatContext(attributes)).toEqual([
      { role: "system", text: "You are Nora." },
      { role: "user", text: "Hi" },
    ]);
  });
});
