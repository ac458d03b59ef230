import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FollowedFile, type Position } from "@/sidecar/followed-file";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "earshot-tail-test-"));
  path = join(folder, "agent.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What one look finds; `|` where another file begins. */
function look(file: FollowedFile): string {
  let text = "";
  file.read((chunk, isNew) => {
    text += `${isNew ? "|" : ""}${chunk.toString()}`;
  });
  return text;
}

function follow(known: Position | null = null, fromStart = false): FollowedFile {
  return new FollowedFile(path, known, fromStart);
}

it("reads what is added, not what was there before anybody followed", () => {
  writeFileSync(path, "old\n");
  const file = follow();
  expect(look(file)).toBe("");
  appendFileSync(path, "one\ntw");
  expect(look(file)).toBe("one\ntw");
  appendFileSync(path, "o\n");
  expect([look(file), look(file)]).toEqual(["o\n", ""]);
});

it("reads all of it when asked to, more than one buffer too", () => {
  writeFileSync(path, "x".repeat(200_000));
  expect(look(follow(null, true))).toBe(`|${"x".repeat(200_000)}`);
});

it("reads a file that appears later from its beginning", () => {
  const file = follow();
  expect(look(file)).toBe("");
  writeFileSync(path, "first\n");
  expect(look(file)).toBe("|first\n");
});

it("reads a renamed file to its end, then the new one from its beginning", () => {
  writeFileSync(path, "");
  const file = follow();
  look(file);
  appendFileSync(path, "one\n");
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, "two\n");
  writeFileSync(path, "three\n");
  expect(look(file)).toBe("one\ntwo\n|three\n");
  appendFileSync(path, "four\n");
  expect(look(file)).toBe("four\n");
});

it("waits for the new file while there is none of this name", () => {
  writeFileSync(path, "");
  const file = follow();
  look(file);
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, "late\n");
  expect(look(file)).toBe("late\n");
  writeFileSync(path, "new\n");
  expect(look(file)).toBe("|new\n");
});

it("begins again where a file was emptied", () => {
  writeFileSync(path, "a long line\n");
  const file = follow(null, true);
  look(file);
  truncateSync(path, 0);
  appendFileSync(path, "new\n");
  expect(look(file)).toBe("|new\n");
});

it("goes on where the process before it ended", () => {
  writeFileSync(path, "one\n");
  const before = follow(null, true);
  look(before);
  const known = before.position;
  before.close();
  appendFileSync(path, "two\n");
  expect(look(follow(known))).toBe("two\n");
  rmSync(path);
  writeFileSync(join(folder, "takes the inode"), "");
  writeFileSync(path, "another\n");
  expect(look(follow(known))).toBe("|another\n");
});

it("reads the rest of a file that was rotated away while nobody followed it, then the new one", () => {
  writeFileSync(path, "one\n");
  const before = follow(null, true);
  look(before);
  const known = before.position;
  before.close();
  appendFileSync(path, "two\n");
  renameSync(path, `${path}.1`);
  writeFileSync(path, "three\n");
  expect(look(follow(known && { ...known }))).toBe("two\n|three\n");
  renameSync(path, join(folder, "agent-2026.log"));
  renameSync(`${path}.1`, join(folder, "other.log"));
  expect(look(follow(known && { ...known }))).toBe("");
  writeFileSync(path, "four\n");
  expect(look(follow(known && { ...known }))).toBe("|four\n");
});
