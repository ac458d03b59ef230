import { beforeAll, describe, expect, it } from "vitest";
import type { JournalEntry } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import { Timeline } from "@/lib/model/timeline";
import { toSession } from "@/lib/normalise/sessions";
import { packJournalCursor } from "@/lib/query/journal-cursor";
import { findRecord } from "@/lib/query/record";
import { toTimeline } from "@/lib/query/timeline";
import { changesOf, isEmptyDelta, SentRecords } from "@/lib/query/timeline-changes";
import { captureEntries } from "../../../harness/capture-entries";

const ID = "AJ_xZXBwwyJ42fT";
let entries: JournalEntry[];
let records: SessionRecords;

function derive(some: JournalEntry[]): SessionRecords {
  const derived = toSession(ID, some, { nowMs: Date.now() });
  if (!derived) throw new Error("the capture makes no session");
  return derived;
}

beforeAll(async () => {
  entries = await captureEntries("python-clinic");
  records = derive(entries);
});

describe("toTimeline", () => {
  it("is an answer that its own schema takes, of JSON values only", () => {
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    expect(Timeline.parse(JSON.parse(JSON.stringify(timeline)))).toEqual(timeline);
  });

  it("counts positions from the session's start, to the microsecond", () => {
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    const [span] = records.spans;
    const drawn = timeline.spans.find((one) => one.id === span?.spanId);
    const expected = Number((span?.startNs ?? 0n) - records.facts.startNs) / 1e6;
    expect(drawn?.startMs).toBeCloseTo(expected, 2);
    expect(Date.parse(timeline.session.startedAt)).toBe(Number(records.facts.startNs / 1_000_000n));
  });

  it("gives the same JSON whatever the order in which entries came", () => {
    const shuffled = [...entries].reverse();
    expect(toTimeline(derive(shuffled), null, packJournalCursor(shuffled))).toEqual(
      toTimeline(records, null, packJournalCursor(entries)),
    );
  });

  it("names the waveform only when peaks of this very file exist", () => {
    const blobKey = records.recording?.blobKey ?? "";
    const stored = {
      blobKey,
      sizeBytes: 1,
      contentType: "",
      startedAt: null,
      durationMs: 93_462,
      activity: null,
      failure: null,
    };
    const ready = toTimeline(records, { ...stored, peaksBlobKey: "peaks" }, packJournalCursor(entries)).recording;
    expect(ready).toMatchObject({ durationMs: 93_462, peaksUrl: `/api/v1/sessions/${ID}/peaks` });
    const other = toTimeline(
      records,
      { ...stored, blobKey: "another", peaksBlobKey: "peaks" },
      packJournalCursor(entries),
    ).recording;
    // 93.499 s is what the capture's header declares.
    expect(other).toMatchObject({ durationMs: 93_499, peaksUrl: null });
  });
});

describe("changesOf", () => {
  it("has nothing to send twice", () => {
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    const sent = new SentRecords();
    expect(changesOf(sent, timeline).spans).toHaveLength(174);
    expect(isEmptyDelta(changesOf(sent, timeline))).toBe(true);
  });

  it("takes back what a better source replaced", () => {
    const sent = new SentRecords();
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    changesOf(sent, timeline);
    const [gone, ...rest] = timeline.items;
    const delta = changesOf(sent, { ...timeline, items: rest });
    expect(delta.removedIds).toEqual([gone?.id]);
    expect(isEmptyDelta(changesOf(sent, { ...timeline, items: rest }))).toBe(true);
  });

  it("sends again what a reader may not have: what changed shortly before his cursor", () => {
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    const [first, ...rest] = timeline.logs;
    const sent = SentRecords.certain({ ...timeline, logs: rest }, timeline);
    expect(changesOf(sent, timeline)).toMatchObject({ logs: [first], spans: [], items: [], removedIds: [] });
  });
});

describe("findRecord", () => {
  it("finds spans, items and logs by the ids of the timeline", () => {
    const timeline = toTimeline(records, null, packJournalCursor(entries));
    for (const [kind, id] of [
      ["span", timeline.spans[5]?.id],
      ["item", timeline.items[5]?.id],
      ["log", timeline.logs[5]?.id],
    ] as const) {
      expect(findRecord(records, id ?? "")).toMatchObject({ kind, id });
    }
    expect(findRecord(records, "nothing")).toBeNull();
  });

  it("shows the whole input of a model's step that recorded only what was new", () => {
    const [first, second] = records.spans.filter(({ name }) => name === "llm_node");
    if (!first || !second) throw new Error("the capture has two LLM steps");
    const inputOf = (id: string, attributes: object) => ({
      "lk.chat_ctx": JSON.stringify({ items: [{ id }] }),
      ...attributes,
    });
    const delta = { "lk.input.delta": true, "lk.input.base_span_id": first.spanId, "lk.input.dropped_from_base": 0 };
    const spans = [
      { ...first, attributes: inputOf("hello", {}) },
      { ...second, attributes: inputOf("again", delta) },
    ];
    const found = findRecord({ ...records, spans }, second.spanId);
    expect(JSON.parse(String(found?.attributes["lk.chat_ctx"]))).toEqual({ items: [{ id: "hello" }, { id: "again" }] });
    expect(found?.isInputWhole).toBe(true);
    const alone = findRecord({ ...records, spans: spans.slice(1) }, second.spanId);
    expect(alone?.isInputWhole).toBe(false);
  });
});
