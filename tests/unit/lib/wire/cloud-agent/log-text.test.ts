import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { cutLogLines, decodeLogsRequest, encodeLogLines, silence } from "@/lib/wire/cloud-agent/log-text";

/** bufio.MaxScanTokenSize of Go: what lk's line reader holds, with the line break. */
const SCANNER_BYTES = 64 * 1024;

describe("a worker's lines for lk", () => {
  it("begin each with the end of its id, also inside a traceback", () => {
    expect(encodeLogLines("receptionist-7f2c9a-41b8", "Traceback:\n  File x\r\nValueError")).toBe(
      "[c9a-41b8] Traceback:\n[c9a-41b8]   File x\n[c9a-41b8] ValueError\n",
    );
    expect(encodeLogLines("aw-1", "")).toBe("[aw-1] \n");
  });

  it("keep their colours, and nothing else that moves a terminal", () => {
    const raw = "\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07\x1b[10Aup\x08\x07\x9b2Kx\ty";
    expect(encodeLogLines("w", raw)).toBe("[w] \x1b[31mred\x1b[0m up2Kx\ty\n");
  });

  it("stay below what lk can read, whole characters only, and say that they were cut", () => {
    for (const raw of ["x".repeat(300_000), "\u{1f44b}".repeat(100_000), "é".repeat(70_000)]) {
      const text = encodeLogLines("worker", raw);
      expect(Buffer.byteLength(text)).toBeLessThan(SCANNER_BYTES);
      expect(text.endsWith("(cut here: Earshot has the whole line)\n")).toBe(true);
      expect(text).not.toContain("\uFFFD");
    }
    const fits = "y".repeat(40_000);
    expect(encodeLogLines("w", fits)).toBe(`[w] ${fits}\n`);
  });

  it("leave room for a week of silence before them", () => {
    const line = Buffer.byteLength(encodeLogLines("worker-id-of-some-length", "é".repeat(200_000)));
    let pending = 0;
    let longest = 0;
    for (let count = 0; count < 100_000; count += 1) {
      pending = silence(count) === "\n" ? 0 : pending + 1;
      longest = Math.max(longest, pending);
    }
    expect(longest + line).toBeLessThan(SCANNER_BYTES);
    expect(longest).toBeGreaterThan(5_000);
  });
});

describe("a build log for lk", () => {
  async function cut(...pieces: (string | Uint8Array)[]): Promise<string> {
    async function* source() {
      for (const piece of pieces) yield Buffer.from(piece as string);
    }
    let text = "";
    for await (const part of cutLogLines(source())) text += part;
    return text;
  }

  it("comes as it is, however it was cut into pieces", async () => {
    const text = "#1 [internal] load\n#1 \x1b[32mDONE\x1b[0m 0.1s\n\n#2 größe\nlast without end";
    const bytes = Buffer.from(text);
    for (const size of [1, 3, 1000]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await cut(...pieces)).toBe(`${text}\n`);
    }
    expect(await cut()).toBe("");
  });

  it("has its endless lines cut, and what follows them unharmed", async () => {
    const text = await cut(
      ..."a"
        .repeat(50)
        .split("")
        .map((one) => one.repeat(10_000)),
      "\nnext\n",
    );
    const [first = "", second] = text.split("\n");
    expect(Buffer.byteLength(first)).toBeLessThan(SCANNER_BYTES);
    expect([first.slice(0, 3), second]).toEqual(["aaa", "next"]);
  });
});

describe("what lk asks for", () => {
  const asked = (query: string) => decodeLogsRequest(new URLSearchParams(query));

  it("is the lines of all deployments unless it says so", () => {
    expect(asked("agent_id=a")).toEqual({ agentId: "a", kind: "deploy", deployment: "" });
    expect(asked("agent_id=a%2Fb&log_type=build&deployment=v2")).toEqual({
      agentId: "a/b",
      kind: "build",
      deployment: "v2",
    });
  });

  it("needs an agent and one of two kinds", () => {
    for (const query of ["", "log_type=deploy", "agent_id=a&log_type=runtime"])
      expect(() => asked(query)).toThrow(AppError);
  });
});
