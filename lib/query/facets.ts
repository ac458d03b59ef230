import { pool } from "@/lib/db";
import type { FacetsAnswer } from "@/lib/model/facets";
import type { ProjectScope } from "@/lib/model/scope";
import type { SessionsFilter } from "@/lib/model/sessions";
import { countFacets, type FacetGroup } from "./facet-counts";
import { matchesSql, searchSessions } from "./search";
import { toSearchTerms } from "./search-terms";
import { agentCondition, type Bind, timeConditions } from "./session-conditions";
import { STATUS_NOW } from "./session-rows";

/** How many of the newest sessions are counted (docs/decisions/0009-bounded-counts.md). */
const COUNTED_MAX = 2500;
/** Words that too many sessions hold to be listed by the index are looked up one by one, which costs more. */
const LOOKED_INTO_MAX = 500;

interface Searched {
  terms: string[];
  /** The sessions that hold the terms; null: look into each. */
  found: string[] | null;
}

/**
 * How many sessions fit the filter, and how many each value of each facet would leave. Counted over the newest sessions of the
 * time range (and of the chosen agents, whose index finds them as fast), at most `COUNTED_MAX`: beyond that the figures are
 * lower bounds and say so. Agents are complete: those without a counted session have 0, at least.
 */
export async function sumFacets(scope: ProjectScope, filter: SessionsFilter): Promise<FacetsAnswer> {
  const terms = toSearchTerms(filter.q ?? "");
  const searched = { terms, found: terms.length > 0 ? await searchSessions(scope, terms) : null };
  const [own, others, agents] = await Promise.all([
    loadGroups(scope, filter, searched),
    filter.agent === undefined ? null : loadGroups(scope, { ...filter, agent: undefined }, searched),
    terms.length > 0 ? [] : listAgentNames(scope),
  ]);
  const answer = countFacets(own.groups, filter, own.isWhole);
  const agent = others ? countFacets(others.groups, filter, others.isWhole).facets.agent : answer.facets.agent;
  const known = new Set(agent.map(({ value }) => value));
  const isAtLeast = !(others ?? own).isWhole;
  const unseen = agents.filter((value) => !known.has(value)).map((value) => ({ value, count: 0, isAtLeast }));
  return { ...answer, facets: { ...answer.facets, agent: [...agent, ...unseen] } };
}

/** A group as the statement gives it: raw columns, by which the database groups without sorting. */
interface GroupRow {
  agent_name: string | null;
  status: string;
  outcome: string | null;
  tags: string[] | null;
  sdk_language: string | null;
  sdk_version: string | null;
  has_errors: boolean;
  has_recording: boolean;
  seen: number;
  count: number;
  /** Those of them that are live now. */
  live: number;
}

async function loadGroups(
  scope: ProjectScope,
  filter: SessionsFilter,
  searched: Searched,
): Promise<{ groups: FacetGroup[]; isWhole: boolean }> {
  const values: unknown[] = [scope.projectId];
  const text = groupsStatement(filter, searched, (value) => `$${values.push(value)}`);
  const { rows } = await pool().query<GroupRow>(text, values);
  const seen = rows.reduce((sum, row) => sum + row.seen, 0);
  return { groups: rows.flatMap(toGroups), isWhole: seen <= seenMax(searched) };
}

/** A group that was live at its last digest holds sessions that are live still and sessions that fell silent. */
function toGroups(row: GroupRow): FacetGroup[] {
  const group = {
    agent: row.agent_name ?? "",
    outcome: row.outcome ?? "none",
    tag: row.tags ?? [],
    sdk: [row.sdk_language, row.sdk_version].filter(Boolean).join(" "),
    hasErrors: row.has_errors,
    hasRecording: row.has_recording,
  };
  const live = { ...group, status: "live", count: row.live };
  const others = { ...group, status: row.status === "live" ? "ended" : row.status, count: row.count - row.live };
  return [live, others].filter(({ count }) => count > 0);
}

function seenMax({ terms, found }: Searched): number {
  return terms.length > 0 && !found ? LOOKED_INTO_MAX : COUNTED_MAX;
}

/** One more than is counted is read, to know whether there are more; the groups are few, so they travel instead of rows. */
function groupsStatement(filter: SessionsFilter, searched: Searched, bind: Bind): string {
  const { terms, found } = searched;
  const where = ["s.project_id = $1", ...timeConditions(filter, bind)];
  if (filter.agent !== undefined) where.push(agentCondition(filter.agent, bind));
  if (found) where.push(`s.session_id = any (${bind(found)}::text[])`);
  const isMatch = terms.length > 0 && !found ? matchesSql(terms, bind) : "true";
  return `select s.agent_name, s.status, s.outcome, s.tags, s.sdk_language, s.sdk_version, s.error_count > 0 as has_errors,
      s.has_recording, count(*)::int as seen, (count(*) filter (where ${isMatch}))::int as count,
      (count(*) filter (where s.status = 'live' and ${STATUS_NOW} = 'live' and ${isMatch}))::int as live
    from (select * from session s where ${where.join(" and ")}
      order by s.started_at desc, s.session_id desc limit ${bind(seenMax(searched) + 1)}) s
    group by s.agent_name, s.status, s.outcome, s.tags, s.sdk_language, s.sdk_version, s.error_count > 0, s.has_recording`;
}

/** More agents than this are no list for a menu. */
const AGENTS_MAX = 200;

/** The names of the project's agents, in their order: one step of the index a name, however many sessions they have. */
async function listAgentNames(scope: ProjectScope): Promise<string[]> {
  const next = (than: string) => `select min(s.agent_name) as name from session s
    where s.project_id = $1 and s.agent_name > ${than}`;
  const { rows } = await pool().query<{ name: string }>({
    name: "list-agent-names",
    text: `with recursive agent as (
        ${next("''")}
        union all
        select (${next("agent.name")}) from agent where agent.name is not null
      )
      select name from agent where name is not null limit ${AGENTS_MAX}`,
    values: [scope.projectId],
  });
  return rows.map(({ name }) => name);
}
