import { afterAll, beforeAll, expect, it } from "vitest";
import { OPERATIONS } from "@/app/api/v1/openapi.json/operations";
import { proveScope } from "@/lib/access/scopes";
import { pool } from "@/lib/db";
import { deleteOldAudit, saveAuditEntry } from "@/lib/store/audit";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const people = ["Ada", "Bob"].map((name) => ({ kind: "user" as const, id: `usr_${name}`, name }));

beforeAll(async () => {
  api = await openReadApi();
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  for (let index = 0; index < 25; index += 1) {
    const actor = people[index % 2];
    if (!actor) throw new Error("nobody");
    const action = index % 5 === 0 ? "project.update" : "recording.play";
    await saveAuditEntry(api.database.scope, { actor, action, target: `thing ${index}`, details: { index } });
  }
  const [actor] = people;
  if (!actor) throw new Error("nobody");
  await saveAuditEntry(proveScope("prj_other"), { actor, action: "project.update", target: "foreign" });
  await saveAuditEntry(api.database.scope, {
    ...{ actor, action: "key.create", target: '=HYPERLINK("x")' },
    details: { before: "a, b", after: 'c "d"' },
  });
});
afterAll(() => api?.close());

interface Page {
  entries: { id: string; at: string; actor: { id: string }; action: string; target: string }[];
  nextCursor: string | null;
}

it("pages through all entries once, newest first", async () => {
  const seen: Page["entries"] = [];
  let cursor = "";
  do {
    const page = await api.getJson<Page>(`/api/v1/audit?limit=7&cursor=${cursor}`);
    expect(page.entries.length).toBeLessThanOrEqual(7);
    seen.push(...page.entries);
    cursor = page.nextCursor ?? "";
  } while (cursor);
  expect(seen).toHaveLength(26);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(26);
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  expect(seen.some(({ target }) => target === "foreign")).toBe(false);
});

it.each([
  ["actor=usr_Bob", 12],
  ["actor=Ada&action=project", 3],
  ["action=project.update", 5],
  ["action=pro", 0],
  ["q=THING+1", 11],
  ["q=%25", 0],
  ["from=2100-01-01T00:00:00Z", 0],
  ["to=2100-01-01T00:00:00Z", 26],
])("filters by %s: %i", async (query, count) => {
  expect((await api.getJson<Page>(`/api/v1/audit?limit=500&${query}`)).entries).toHaveLength(count);
});

it.each(["limit=0", "from=yesterday", "cursor=x", "q=%00", "to=1"])("is 400 for %s", async (query) => {
  expect((await api.get(`/api/v1/audit?${query}`)).status).toBe(400);
});

it("exports what a filter leaves as lines and as a table, and notes that itself", async () => {
  const lines = await (await api.get("/api/v1/audit/export?action=project&format=ndjson")).text();
  const entries = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Page["entries"][number]);
  expect(entries.map(({ action }) => action)).toEqual(Array.from({ length: 5 }, () => "project.update"));
  const table = await api.get("/api/v1/audit/export?action=key&format=csv");
  expect(table.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-[\d-]+\.csv"$/);
  const [head, row = ""] = (await table.text()).split("\r\n");
  expect(head).toBe("at,actorKind,actorId,actorName,action,target,details");
  // What a spreadsheet would run as a formula is marked as text.
  expect(row).toContain(`,user,usr_Ada,Ada,key.create,"'=HYPERLINK(""x"")",`);
  const { entries: noted } = await api.getJson<Page>("/api/v1/audit?action=audit.export");
  expect(noted.map(({ actor }) => actor.id)).toEqual(["devkey", "devkey"]);
});

it("nothing in the product changes an entry; age removes it after the project's days", async () => {
  const writing = OPERATIONS.filter(({ path, method }) => path.includes("/audit") && method !== "get");
  expect(writing).toEqual([]);
  await pool().query("update project set audit_days = 100 where id = $1", [api.database.scope.projectId]);
  await pool().query("update audit_entry set at = now() - interval '99 days' where target = 'thing 3'");
  await pool().query("update audit_entry set at = now() - interval '101 days' where target in ('thing 4', 'foreign')");
  expect(await deleteOldAudit(api.database.scope, new Date())).toBe(1);
  const { rows } = await pool().query(
    "select target from audit_entry where target in ('thing 3', 'thing 4', 'foreign')",
  );
  expect(rows.map(({ target }) => target).sort()).toEqual(["foreign", "thing 3"]);
});
