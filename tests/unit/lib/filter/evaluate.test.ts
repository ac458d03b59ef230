import { describe, expect, it } from "vitest";
import { matches } from "@/lib/filter/evaluate";
import { parseFilter } from "@/lib/filter/parse";
import { lineOf } from "./lines";

function fits(text: string, line: Parameters<typeof lineOf>[0]): boolean {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return matches(parsed.tree, lineOf(line));
}

const INSURANCE = {
  worker: "receptionist-7f-b2",
  agent: "receptionist",
  deployment: "v12",
  host: "web-1",
  stream: "stdout" as const,
  raw: JSON.stringify({
    message: "insurance lookup failed",
    level: "ERROR",
    name: "clinic-app",
    job_id: "AJ_xZXBwwyJ42fT",
    room_id: "RM_7FHTX9DZjoFu",
    elapsed_time: 0.04,
    pid: 8350,
    resuming: false,
    ratio: "0.50",
    doctor: "Okafor",
    error: { type: "TimeoutError", code: 7 },
    tags: ["late call", "vip"],
    "code.file.path": "/opt/demo-agent/agent.py",
    exc_info:
      'Traceback (most recent call last):\n  File "/opt/demo-agent/agent.py", line 60\nTimeoutError: gateway timed out',
  }),
};

describe("a filter finds a structured line by", () => {
  it.each([
    "insurance",
    "INSURANCE Lookup",
    "insur*",
    '"insurance  lookup"',
    '"lookup fail"*',
    "aj_xzxbwwyj42ft",
    "AJ_xZX*",
    "okafor",
    "8350",
    "0.04",
    '"late call"',
    "traceback gateway",
    '"call last): File"',
    "receptionist-7f-b2",
    "receptionist-7*",
    "level:error",
    "level:>=warn",
    "level:<fatal",
    "stream:stdout",
    "worker:receptionist-7f-b2",
    "worker:Receptionist*",
    "agent:receptionist",
    "deployment:v12",
    "host:web-*",
    "job_id:AJ_xZXBwwyJ42fT",
    "jobId:AJ*",
    "room_id:RM_7FHTX9DZjoFu",
    "roomId:*",
    "logger:clinic-app",
    "logger:clinic",
    "name:clinic-app",
    "message:lookup",
    'message:="insurance lookup failed"',
    "exception:TimeoutError",
    "exception:*",
    "doctor:okafor",
    "doctor:Oka*",
    "doctor:=okafor",
    "elapsed_time:0.04",
    "elapsed_time:<0.5",
    "elapsed_time:>=0.04",
    "elapsed_time:*",
    "ratio:0.50",
    "ratio:<=0.5",
    "resuming:false",
    "error.type:TimeoutError",
    "error:timeouterror",
    "error:*",
    "error.code:>6",
    "error:>6",
    'tags:"late call"',
    "tags:call",
    "tags:vip",
    "code.file.path:agent.py",
    "code.file.path:demo-agent/agent.py",
    "code.file.path:/opt*",
    "code.file:*",
    "-nothing",
    "nothing OR insurance",
    "-(insurance level:info)",
  ])("%s", (text) => {
    expect(fits(text, INSURANCE)).toBe(true);
  });

  it.each([
    ["part of a word", "nsurance"],
    ["the beginning of a word without a star", "insur"],
    ["words that are not side by side, as a phrase", '"insurance failed"'],
    ["a place in the source, as a bare word", '"demo-agent/agent.py" -exception:*'],
    ["part of an id", "xZXBwwyJ42fT"],
    ["part of a worker's id", "worker:receptionist"],
    ["part of an agent's name", "agent:recept"],
    ["a logger's name as a bare word", "clinic"],
    ["the name of a field", "elapsed_time"],
    ["part of a number", "pid:835"],
    ["the digits behind a point", "elapsed_time:04"],
    ["a number that is not larger", "elapsed_time:>0.04"],
    ["a comparison of what is no number", "doctor:>0"],
    ["a field that is not there", "patient:*"],
    ["the whole value, where it is a part", "tags:=call"],
    ["another level", "level:warn"],
    ["a level above", "level:>error"],
    ["another file", "code.file.path:gent.py"],
    ["what it says, denied", "-insurance"],
    ["one of two words", "insurance nothing"],
  ])("but not by %s", (_what, text) => {
    expect(fits(text, INSURANCE)).toBe(false);
  });
});

describe("a filter on plain text", () => {
  const plain = (raw: string) => ({ raw });

  it("knows no level where none is told, so only a denied level fits", () => {
    expect(fits("level:>=trace", plain("just words"))).toBe(false);
    expect(fits("-level:error", plain("just words"))).toBe(true);
    expect(fits("-level:*", plain("just words"))).toBe(true);
  });

  it("takes accents written in two ways as one, and any script in lower case", () => {
    expect(fits("CAFÉ", plain("le cafe\u0301 est ferm\u00e9"))).toBe(true);
    expect(fits("ПРИВЕТ", plain("сказал: привет!"))).toBe(true);
    expect(fits("caf", plain("le café"))).toBe(false);
  });

  it("finds words of scripts without spaces", () => {
    expect(fits("预约", plain("客户想改预约时间"))).toBe(true);
    expect(fits("予約", plain("明日の予約を確認します"))).toBe(true);
    expect(fits("서울", plain("서울에서 왔어요"))).toBe(true);
    expect(fits("约预", plain("客户想改预约时间"))).toBe(false);
  });

  it("finds mail addresses, paths, URLs and ids as they are written, whole", () => {
    const line = plain(
      "mail to maria@example.com about ws://10.0.0.7:7880/rtc?x=1 in /var/log/app.log speech_2c4b9244-53c",
    );
    for (const text of [
      "maria@example.com",
      "ws://10.0.0.7:7880",
      "/var/log/app.log",
      "app.log",
      "speech_2c4b9244-53c",
    ]) {
      expect(fits(text, line), text).toBe(true);
    }
    for (const text of ["aria@example.com", "10.0.0", "speech_2c4b9244-53", "example.co"]) {
      expect(fits(text, line), text).toBe(text === "10.0.0");
    }
  });

  it("looks through colours", () => {
    expect(fits('"job failed"', plain("\u001b[31mjob\u001b[0m failed"))).toBe(true);
  });

  it("finds signs in quotes", () => {
    expect(fits('"=>"', plain("a => b"))).toBe(true);
    expect(fits('"✓"', plain("done ✓"))).toBe(true);
  });
});
