import { describe, expect, it } from "vitest";
import type { Usage } from "@/lib/model/usage";
import {
  agentText,
  endedText,
  LATENCY_SIGN,
  latencyRating,
  lengthMs,
  lengthText,
  markWords,
  roomText,
  usageLines,
  usageSummary,
  usageText,
} from "@/lib/view/sessions";

const NOTHING: Usage = {
  kind: "llm",
  provider: "",
  model: "",
  inputTokens: null,
  inputCachedTokens: null,
  inputAudioTokens: null,
  inputTextTokens: null,
  outputTokens: null,
  outputAudioTokens: null,
  outputTextTokens: null,
  reasoningTokens: null,
  charactersCount: null,
  audioDurationMs: null,
  sessionDurationMs: null,
};
// The figures of python-clinic and python-realtime as API.md's table gives them.
const LLM: Usage = { ...NOTHING, model: "gpt-4.1-mini", inputTokens: 3070, inputCachedTokens: 928, outputTokens: 357 };
const TTS: Usage = { ...NOTHING, kind: "tts", model: "sonic-3", charactersCount: 770 };
const STT: Usage = { ...NOTHING, kind: "stt", model: "nova-3", audioDurationMs: 84_280 };
const REALTIME: Usage = {
  ...NOTHING,
  inputTokens: 4981,
  inputCachedTokens: 1965,
  inputAudioTokens: 2995,
  outputTokens: 717,
  outputAudioTokens: 579,
};

describe("how a session ended", () => {
  it("says the SDK's reasons in plain words", () => {
    const said = (closeReason: string) => endedText({ status: "ended", closeReason }).text;
    expect(said("participant_disconnected")).toBe("Caller hung up");
    expect(said("user_initiated")).toBe("Agent ended the call");
    expect(said("task_completed")).toBe("Task completed");
    expect(said("job_shutdown")).toBe("Agent was shut down");
  });
  it("marks errors and crashes as trouble", () => {
    expect(endedText({ status: "ended", closeReason: "error" })).toEqual({
      text: "Ended by an error",
      isTrouble: true,
    });
    expect(endedText({ status: "failed", closeReason: null })).toEqual({
      text: "Crashed before its end",
      isTrouble: true,
    });
  });
  it("keeps the words of a reason it does not know", () => {
    expect(endedText({ status: "ended", closeReason: "moved_to_person" }).text).toBe("Moved to person");
  });
  it("tells a live session from one that gave no reason", () => {
    expect(endedText({ status: "live", closeReason: null }).text).toBe("In call");
    expect(endedText({ status: "ended", closeReason: null }).text).toBe("No reason given");
    expect(endedText({ status: "ended", closeReason: "unknown" }).text).toBe("No reason given");
  });
});

describe("the rating of a wait", () => {
  it("is ok up to one second, slow up to one and a half, bad beyond", () => {
    expect([840, 1000, 1001, 1500, 1501, 2410].map((waitMs) => latencyRating(waitMs))).toEqual([
      "ok",
      "ok",
      "slow",
      "slow",
      "bad",
      "bad",
    ]);
    expect(latencyRating(900, { goodMsMax: 500, slowMsMax: 800 })).toBe("bad");
  });
  it("has a shape of its own for every rating", () => {
    expect(new Set(Object.values(LATENCY_SIGN).map((sign) => sign.icon)).size).toBe(3);
  });
});

describe("usage", () => {
  it("sums the tokens of all models", () => {
    expect(usageSummary([LLM, TTS, STT])).toBe("3.4k tok");
    expect(usageSummary([LLM, LLM])).toBe("6.9k tok");
  });
  it("names audio tokens of a realtime model", () => {
    expect(usageSummary([REALTIME])).toBe("5.7k tok, 3.6k audio");
  });
  it("falls back to characters, then seconds, then a dash", () => {
    expect(usageSummary([TTS, STT])).toBe("770 chars");
    expect(usageSummary([STT])).toBe("84.3 s");
    expect(usageSummary([])).toBe("–");
    expect(usageSummary([NOTHING])).toBe("–");
  });
  it("spells out one model, leaving out what was not reported", () => {
    expect(usageText(LLM)).toBe("3,070 in (928 cached) · 357 out");
    expect(usageText(REALTIME)).toBe("4,981 in (1,965 cached, 2,995 audio) · 717 out (579 audio)");
    expect(usageText(TTS)).toBe("770 chars");
    expect(usageText({ ...TTS, inputTokens: 0, outputTokens: 0 })).toBe("770 chars");
    expect(usageText({ ...NOTHING, inputTokens: 0, outputTokens: 0 })).toBe("0 in · 0 out");
    expect(usageText(NOTHING)).toBe("nothing reported");
    expect(usageLines([LLM])).toEqual(["llm gpt-4.1-mini: 3,070 in (928 cached) · 357 out"]);
  });
});

describe("length", () => {
  const started = { startedAt: "2026-11-21T12:00:00.000Z", durationMs: null };
  const nowMs = Date.UTC(2026, 10, 21, 12, 2, 14);
  it("grows while the session is live and says that it is not finished", () => {
    expect(lengthText({ ...started, status: "live" }, nowMs)).toBe("2:14…");
  });
  it("is never negative when the sender's clock runs ahead of ours", () => {
    expect(lengthMs({ ...started, status: "live" }, nowMs - 600_000)).toBe(0);
  });
  it("is the session's own once it has ended, and a dash when nobody knows", () => {
    expect(lengthText({ ...started, status: "ended", durationMs: 93_480 }, nowMs)).toBe("1:33");
    expect(lengthText({ ...started, status: "failed" }, nowMs)).toBe("–");
  });
});

describe("names", () => {
  it("falls back to ids for a room without a name", () => {
    expect(roomText({ roomName: "clinic-1", roomId: "RM_1", id: "AJ_1" })).toBe("clinic-1");
    expect(roomText({ roomName: null, roomId: "RM_1", id: "AJ_1" })).toBe("RM_1");
    expect(roomText({ roomName: "", roomId: null, id: "AJ_1" })).toBe("AJ_1");
    expect(agentText({ agentName: null })).toBe("unnamed agent");
  });
});

describe("searched words in a snippet", () => {
  it("are found in any case, wherever they stand", () => {
    expect(markWords("Doctor Okafor has time", "okafor TIME").filter((piece) => piece.isHit)).toEqual([
      { text: "Okafor", isHit: true, start: 7 },
      { text: "time", isHit: true, start: 18 },
    ]);
  });
  it("are phrases where the search has quotes, as the server reads them", () => {
    expect(markWords('a doctor, "doctor okafor"', '"doctor okafor" a').filter((piece) => piece.isHit)).toEqual([
      { text: "a", isHit: true, start: 0 },
      { text: "doctor okafor", isHit: true, start: 11 },
    ]);
  });
  it("join to the whole text again", () => {
    const text = "a.b (c) a.b";
    expect(
      markWords(text, "a.b (c")
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
  it("are none without a query", () => {
    expect(markWords("text", "  ")).toEqual([{ text: "text", isHit: false, start: 0 }]);
    expect(markWords("", "")).toEqual([]);
  });
});
