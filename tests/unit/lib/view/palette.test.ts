import { describe, expect, it } from "vitest";
import { listAgents } from "@/lib/view/agents";
import { listPaletteEntries, readTime } from "@/lib/view/palette";
import { listPeople } from "@/lib/view/people";
import { layOutRows } from "@/lib/view/rows";
import { listScreens, sessionPlaceText } from "@/lib/view/screens";
import { anItem, aSession, aSpan, aTimeline, aToolCall } from "./timeline-builder";

describe("a time in words", () => {
  it.each([
    ["1:23", 83_000],
    ["1:02:03.5", 3_723_500],
    ["83", 83_000],
    ["83.5 s", 83_500],
    ["2m", 120_000],
    ["1m30s", 90_000],
  ])("%s", (text, ms) => expect(readTime(text)).toBe(ms));

  it.each(["", "next", "1:", "thursday 9"])("is not %j", (text) => expect(readTime(text)).toBeNull());
});

describe("the palette", () => {
  const items = [
    anItem({ id: "a", startMs: 1000, text: "Good morning" }),
    anItem({ id: "u", role: "user", startMs: 2000, text: "Thursday would be best" }),
    aToolCall("t", 3000, { name: "check_availability" }),
  ];
  const source = {
    rows: layOutRows(aTimeline({ items, spans: [aSpan({ id: "s", startMs: 2900, name: "function_tool" })] })),
    moments: [{ atMs: 5000, kind: "error" as const, text: "check_availability failed", recordId: "t" }],
    endMs: 60_000,
  };
  const idsOf = (query: string) => listPaletteEntries(query, source).map((entry) => entry.id);

  it("offers a time within the session, and none after its end", () => {
    expect(listPaletteEntries("0:42", source)[0]).toMatchObject({ id: "time", atMs: 42_000 });
    expect(idsOf("2:00")).not.toContain("time");
  });

  it("offers spans only to those who ask for one", () => {
    expect(idsOf("")).toEqual(["moment 0 5000", "a", "u", "t"]);
    expect(idsOf("function_tool")).toEqual(["s"]);
  });

  it("finds turns, tools and moments by all words, in any case", () => {
    expect(idsOf("best THURSDAY")).toEqual(["u"]);
    expect(idsOf("availability")).toEqual(["moment 0 5000", "t"]);
    expect(idsOf("nonsense")).toEqual([]);
  });
});

describe("the palette of every screen", () => {
  it("knows the screens by their names and by what one does there", () => {
    expect(listScreens("a/b", "sess")).toEqual([{ text: "Sessions", href: "/p/a%2Fb/sessions" }]);
    expect(listScreens("x", "retention")[0]?.href).toBe("/p/x/settings/retention");
    expect(listScreens("x", "Invite")[0]?.text).toBe("Settings: members");
    // Sessions, logs, agents, and the six pages of settings.
    expect(listScreens("x", "")).toHaveLength(9);
  });

  it("writes a session on one line, with the words that were found in it", () => {
    expect(sessionPlaceText(aSession())).toBe("receptionist · clinic-1");
    expect(sessionPlaceText(aSession({ snippet: { text: "Thursday?", atMs: 1 } }))).toBe(
      "receptionist · clinic-1: Thursday?",
    );
  });
});

describe("who took part", () => {
  it("is told in the order of joining, with plain reasons", () => {
    const participant = { participantId: null, name: null, disconnectReason: null };
    const participants = [
      { ...participant, identity: "agent-1", kind: "agent" as const, joinedMs: 60, leftMs: null },
      {
        ...participant,
        ...{ identity: "maria", kind: "user" as const, joinedMs: 0, leftMs: 90_000 },
        disconnectReason: "client_initiated",
      },
    ];
    expect(listPeople({ participants }).map((person) => [person.name, person.role, person.stay])).toEqual([
      ["maria", "Caller", "joined 00:00.0, left 01:30.0: it left by itself"],
      ["agent-1", "Agent", "joined 00:00.0"],
    ]);
  });

  it("gives each agent the instructions that follow its handoff", () => {
    const config = { kind: "config" as const, role: null };
    const agents = listAgents({
      items: [
        anItem({ id: "h1", ...config, startMs: 0, text: "Began with agent a", handoff: { from: null, to: "a" } }),
        anItem({ id: "c1", ...config, startMs: 1, text: "Be brief." }),
        anItem({ id: "h2", kind: "handoff", startMs: 50, handoff: { from: "a", to: "b" } }),
      ],
    });
    expect(agents.map((agent) => [agent.recordId, agent.name, agent.instructions])).toEqual([
      ["h1", "a", "Be brief."],
      ["h2", "b", null],
    ]);
  });
});
