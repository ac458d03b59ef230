import { beforeAll, describe, expect, it } from "vitest";
import { fitSides, judgeRecording, type SpokenMessage } from "@/lib/audio/health";
import { readSound } from "@/lib/audio/read-sound";
import type { RecordedActivity } from "@/lib/audio/recorded-activity";
import { inChunks, readFixture } from "./fixtures";
import { withoutPages } from "./ogg-files";

/** Begin and end of what was put into the file, in seconds (tests/fixtures/audio/README.md). */
const SPOKEN: [0 | 1, number, number][] = [
  [1, 0.5, 1.5],
  [0, 2, 4],
  [1, 5.2, 7.9],
  [0, 10, 12],
  [1, 12.8, 16],
  [1, 18.2, 21],
  [0, 20, 23],
  [1, 24.5, 27.5],
  [0, 30, 31.5],
  [1, 32, 36],
  [0, 40, 41],
  [1, 41.9, 46],
  [0, 50, 52],
  [1, 54.5, 58],
];
/** The transcript of the file, with what a sender's clock makes of its times. */
const transcript = (clock: (atS: number, side: 0 | 1) => number = (atS) => atS): SpokenMessage[] =>
  SPOKEN.map(([side, fromS, toS]) => ({
    side,
    startMs: clock(fromS, side) * 1000,
    endMs: clock(toS, side) * 1000,
  }));

let heard: RecordedActivity;
let whole: RecordedActivity;
beforeAll(async () => {
  heard = (await readSound(inChunks(readFixture("audio/talk.ogg"), 65_536))).activity;
  // As if the microphone had never been muted.
  whole = { ...heard, hushes: [] };
});

function judge(recorded: RecordedActivity, messages = transcript(), callEndMs: number | null = 61_500) {
  const { verdict, reasons } = judgeRecording(recorded, { messages, callEndMs }, fitSides(recorded, messages));
  return [verdict, ...reasons.map(({ code, text }) => `${code}: ${text}`)];
}

describe("judgeRecording", () => {
  it("has nothing against a recording that holds the call", () => {
    expect(judge(whole)).toEqual(["ok"]);
    expect(judge(whole, [], null)).toEqual(["ok"]);
  });

  it("says where nothing was recorded, not even noise", () => {
    expect(judge(heard)).toEqual([
      "warning",
      "gaps: Nothing is recorded, not even noise, for 3 s at 46.5 s: the caller was muted, or sound was lost.",
    ]);
  });

  it("names a side that spoke and is silent, or has no channel", () => {
    const [user] = whole.sides;
    const silent = { stretches: [], speechDb: null, floorDb: -100 };
    expect(judge({ ...whole, sides: user ? [user, silent] : [] })).toEqual([
      "bad",
      "silent-side: The agent is not heard at all, though the transcript has 8 messages of the agent.",
    ]);
    expect(judge({ ...whole, sides: user ? [user] : [] })).toEqual([
      "bad",
      "silent-side: The recording has one channel only: the agent has none.",
    ]);
  });

  it("counts messages that are not heard when they are many", () => {
    const [user, agent] = whole.sides;
    // Without its first three stretches, three of the agent's eight messages have no sound.
    const cut = { stretches: agent?.stretches.slice(3) ?? [], speechDb: -14, floorDb: -100 };
    expect(judge({ ...whole, sides: user ? [user, cut] : [] })).toEqual([
      "warning",
      "silent-side: 3 of 8 messages of the agent are not heard where the transcript has them.",
    ]);
  });

  it("sees that a recording ends before the session, and what is lost by that", () => {
    expect(judge(whole, transcript(), 70_000)).toEqual([
      "warning",
      "shorter-than-call: The recording ends 9 s before the session.",
    ]);
    const more: SpokenMessage[] = [1, 0].map((side) => ({ side: side as 0 | 1, startMs: 65_000, endMs: 66_000 }));
    expect(judge(whole, [...transcript(), ...more], 70_000)).toEqual([
      "bad",
      "shorter-than-call: The recording ends 9 s before the session. 2 messages are after its end.",
    ]);
  });

  it("counts the seconds of lost pages", async () => {
    const file = withoutPages(readFixture("audio/talk.ogg"), 58.5, 59.5);
    const { activity } = await readSound(inChunks(file, 65_536));
    expect(judge({ ...activity, hushes: [] })).toEqual([
      "warning",
      "gaps: 1 s of sound are missing at 58 s: parts of the file were lost or never written.",
    ]);
  });

  it("finds that one side is heard later than written", () => {
    const late = transcript((atS, side) => (side === 1 ? atS - 0.8 : atS));
    expect(judge(whole, late)).toEqual(["warning", "drift: The agent is heard 0.8 s later than the transcript says."]);
    const early = transcript((atS) => atS + 2.5);
    expect(judge(whole, early, 70_000).slice(0, 1)).toEqual(["bad"]);
  });

  it("finds that a side runs away, by how much in which time", () => {
    // A clock that is slow by 2 %: the agent's last words at 54.5 s are written at 53.41 s, the first at 0.49 s. Between them
    // (52.92 s) the difference grows by 54 s × 0.02 = 1.08 s.
    const slow = transcript((atS, side) => (side === 1 ? atS * 0.98 : atS));
    expect(judge(whole, slow)).toEqual([
      "warning",
      "drift: The agent is heard later and later than the transcript says: 1.1 s more in 52.9 s.",
    ]);
  });

  it("does not take a scatter of a tenth of a second, nor three messages, for a drift", () => {
    const scattered = transcript((atS) => atS + 0.1 * Math.sin(atS * 7));
    expect(judge(whole, scattered)).toEqual(["ok"]);
  });
});
