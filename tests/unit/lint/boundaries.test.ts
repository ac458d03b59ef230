import { describe, expect, it } from "vitest";
import { limits, rows } from "@/boundaries.mjs";
import { findViolations } from "@/scripts/lint/find-violations.mjs";

/** The rules that a planted file breaks, each once. */
function broken(path: string, text: string): string[] {
  return [...new Set(findViolations(path, text).map((violation) => violation.rule))];
}

const lines = (count: number, line = "export const a = 1;") => `${line}\n`.repeat(count);

describe("boundaries", () => {
  const refused: [string, string, string][] = [
    ["a station further down the road", "lib/wire/otlp/spans.ts", 'import { toSpan } from "@/lib/normalise/spans";'],
    ["a type only", "lib/digest/turns.ts", 'import type { SentSpan } from "@/lib/wire/otlp/records";'],
    ["by a relative path", "lib/view/lanes.ts", 'import { x } from "../query/timeline";'],
    ["by re-export", "lib/model/spans.ts", 'export { x } from "@/lib/wire/otlp/records";'],
    ["by a dynamic import", "lib/model/spans.ts", 'export const x = () => import("@/lib/db");'],
    ["by an import type", "lib/model/spans.ts", 'export type X = import("@/lib/db").Pool;'],
    ["by require", "lib/model/spans.ts", 'export const x = require("@/lib/db");'],
    ["another screen", "components/session/a.tsx", 'import { Row } from "@/components/sessions/row";'],
    ["the domain from a primitive", "components/ui/a.tsx", 'import type { Span } from "@/lib/model/spans";'],
    ["the server from the browser", "components/session/a.tsx", 'import { pool } from "@/lib/db";'],
    ["SQL outside journal, store and query", "lib/retention/sweep.ts", 'import pg from "pg";'],
    ["React in a pure station", "lib/view/lanes.ts", 'import { createRoot } from "react-dom/client";'],
    ["server-only", "lib/query/sessions.ts", 'import "server-only";'],
    ["tests from the product", "lib/ingest.ts", 'import { db } from "@/tests/harness/database";'],
    ["a folder the table does not name", "lib/query/sessions.ts", 'import { x } from "@/lib/somewhere/else";'],
  ];
  it.each(refused)("refuses %s", (_what, path, text) => {
    expect(broken(path, text)).toEqual(["boundaries"]);
  });

  it("refuses a file that no row names", () => {
    expect(broken("lib/somewhere/else.ts", "export const a = 1;")).toEqual(["boundaries"]);
    expect(broken("stray.ts", "export const a = 1;")).toEqual(["boundaries"]);
    expect(broken("components/loose.tsx", "export const a = 1;")).toEqual(["boundaries"]);
  });

  const allowed: [string, string][] = [
    ["lib/normalise/spans.ts", 'import { decodeTraces } from "@/lib/wire/otlp/decode-traces";'],
    ["lib/normalise/spans.ts", 'import { toTurn } from "./turns";'],
    ["lib/wire/otlp/spans.ts", 'import { AppError } from "@/lib/errors";'],
    ["components/session/a.tsx", 'import { Button } from "@/components/ui/button";'],
    ["components/session/a.tsx", 'import { useQuery } from "@tanstack/react-query";'],
    ["lib/query/sessions.ts", 'import type { Pool } from "pg";'],
    ["app/page.tsx", 'import { SessionView } from "@/components/session/session-view";'],
    ["tests/api/sessions/200.test.ts", 'import { pool } from "@/lib/db";'],
  ];
  it.each(allowed)("lets %s say %s", (path, text) => {
    expect(broken(path, text)).toEqual([]);
  });

  it("has no cycle in the table", () => {
    const open = new Set<string>();
    const closed = new Set<string>();
    const visit = (where: string): void => {
      expect(open.has(where), `a cycle through ${where}`).toBe(false);
      if (closed.has(where)) return;
      open.add(where);
      for (const next of rows.find((row) => row.where === where)?.may ?? []) if (next !== "**") visit(next);
      open.delete(where);
      closed.add(where);
    };
    for (const row of rows) visit(row.where);
  });

  it("names only rows that exist", () => {
    const wheres = new Set([...rows.map((row) => row.where), "**"]);
    expect(rows.flatMap((row) => row.may).filter((where) => !wheres.has(where))).toEqual([]);
  });
});

describe("sizes", () => {
  it("refuses a file beyond the limit, and does not count blanks and comments", () => {
    expect(broken("lib/model/spans.ts", lines(limits.fileLinesMax + 1))).toEqual(["file-size"]);
    const padded = `${lines(limits.fileLinesMax)}\n\n// why\n/* and\n from where */\n`;
    expect(broken("lib/model/spans.ts", padded)).toEqual([]);
  });

  it("refuses a function beyond the limit, in whatever form, but not a row of tests", () => {
    const body = lines(limits.functionLinesMax - 1, "  call();");
    const long = `export const f = () => {\n${body}};\n`;
    expect(broken("lib/view/lanes.ts", long)).toEqual(["function-size"]);
    expect(broken("lib/view/lanes.ts", `export function f() {\n${body}}\n`)).toEqual(["function-size"]);
    expect(broken("tests/unit/lib/view/lanes.test.ts", long)).toEqual([]);
  });

  it("refuses five parameters", () => {
    expect(broken("lib/view/lanes.ts", "export function f(a, b, c, d, e) {}")).toEqual(["parameters"]);
    expect(broken("lib/view/lanes.ts", "export const f = (a, b, c, d) => a;")).toEqual([]);
  });

  it("refuses nine props, taken apart or named by a type of the file", () => {
    const nine = "a, b, c, d, e, f, g, h, i";
    const members = nine.replaceAll(",", ": string;");
    expect(broken("components/ui/a.tsx", `export function A({ ${nine} }) { return null; }`)).toEqual(["props"]);
    const named = `interface Props { ${members}: string }\nexport const A = (props: Props) => null;`;
    expect(broken("components/ui/a.tsx", named)).toEqual(["props"]);
    expect(broken("components/ui/a.tsx", "export const A = ({ a, b, c, d, e, f, g, h }) => null;")).toEqual([]);
  });
});

describe("language", () => {
  const refused: [string, string, string][] = [
    ["no-any", "lib/model/spans.ts", "export type A = any;"],
    ["no-any", "lib/model/spans.ts", "export const a = (b as any[]).length;"],
    ["environment", "lib/db.ts", "export const url = process.env.DATABASE_URL;"],
    ["environment", "lib/db.ts", "export const { env } = process;"],
    ["environment", "lib/db.ts", 'import { env } from "node:process";'],
    ["environment", "components/session/a.tsx", 'export const a = globalThis.process["env"];'],
    ["formatting", "components/session/a.tsx", "export const a = (b) => b.toFixed(2);"],
    ["formatting", "lib/view/lanes.ts", "export const a = (b) => b.toLocaleString();"],
    ["formatting", "lib/view/lanes.ts", "export const a = (b) => b.toLocaleTimeString();"],
    ["formatting", "lib/export/text.ts", 'export const a = new Intl.NumberFormat("en");'],
    ["formatting", "components/session/a.tsx", 'export const a = (b) => String(b).padStart(2, "0");'],
    ["sender-names", "lib/query/timeline.ts", 'export const a = "lk.participant_id";'],
    ["no-default-export", "lib/model/spans.ts", "export default 1;"],
    ["no-barrel", "lib/model/spans.ts", 'export * from "./turns";'],
    ["no-empty-catch", "lib/store/keys.ts", "export function a() { try { b(); } catch {} }"],
    ["no-ts-ignore", "lib/store/keys.ts", "// @ts-ignore\nexport const a = 1;"],
    ["names", "lib/wire/index.ts", 'export { a } from "./a";'],
    ["names", "lib/model/SpanKind.ts", "export const a = 1;"],
    ["names", "lib/wire/utils/time.ts", "export const a = 1;"],
    ["names", "components/session/helpers.tsx", "export const a = 1;"],
    ["names", "lib/model/types.ts", "export const a = 1;"],
  ];
  it.each(refused)("%s is caught in %s: %s", (rule, path, text) => {
    expect(broken(path, text)).toEqual([rule]);
  });

  it("leaves each of them where its place is", () => {
    expect(broken("lib/config.ts", "export const url = process.env.DATABASE_URL;")).toEqual([]);
    expect(broken("lib/view/format.ts", "export const formatSeconds = (s) => s.toFixed(1);")).toEqual([]);
    expect(broken("lib/wire/otlp/ids.ts", 'export const hex = (n) => n.toString(16).padStart(16, "0");')).toEqual([]);
    expect(broken("lib/normalise/spans.ts", 'export const a = "lk.participant_id";')).toEqual([]);
    expect(broken("app/page.tsx", "export default function Page() { return null; }")).toEqual([]);
  });

  it("says file, line and what to do", () => {
    expect(findViolations("lib/db.ts", "\n\nexport const a = process.env.A;")).toEqual([
      { path: "lib/db.ts", line: 3, rule: "environment", message: "process.env is read in lib/config.ts only" },
    ]);
  });
});
