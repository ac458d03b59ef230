import type { SpanStage, TimelineSpan } from "@/lib/model/timeline";
import type { Tone } from "./rows";

/** One line of the span tree, ready to be drawn. Positions in milliseconds on the session's clock. */
export interface TreeRow {
  span: TimelineSpan;
  /** 0 for a root. */
  depth: number;
  childCount: number;
  isCollapsed: boolean;
  /** The shown span above it; null for a root. */
  aboveId: string | null;
  /** Its place among those that hang below the same span, from 1, and how many they are. */
  position: number;
  siblingCount: number;
  /** Failures below it that are not in sight while it is collapsed. */
  hiddenErrorCount: number;
  /** What its bar's colour means: the work it stands for, an error, waiting for anything else. */
  tone: Tone;
}

/** The tree as it is asked for, and how much it leaves out. */
export interface SpanTree {
  rows: TreeRow[];
  plumbingCount: number;
}

export interface TreeOptions {
  collapsed: ReadonlySet<string>;
  /** Shows the SDK's own housekeeping too. */
  withPlumbing: boolean;
  /** Leaves only spans in which all of these words occur, and those above them. */
  find: string;
}

/**
 * Spans of the SDK's own housekeeping, which say nothing about a call that went well; what stands below one moves up to its
 * parent. Source: LiveKit Agents Python 1.8.9 and Node 1.3, names of their spans (captures `python-clinic`, `node-clinic`).
 */
const PLUMBING = new Set([
  ...["session_start", "room_connect", "start_agent_activity", "setup_toolsets", "drain_agent_activity", "on_enter"],
  ...["on_exit", "wait_for_participant", "wait_for_audio_track", "publish_audio_output", "session_close"],
  ...["job_shutdown", "on_session_end", "session_end_upload", "room_disconnect", "tts_stream_adapter"],
  ...["llm_request_run", "tts_request_run"],
]);

interface Node {
  span: TimelineSpan;
  children: Node[];
  /** Failures in it and below it. */
  errorCount: number;
}

/** Lays out the spans as a tree, children by time below their parent. A span whose parent never came is a root. */
export function layOutSpanTree(spans: readonly TimelineSpan[], options: TreeOptions): SpanTree {
  const { roots, plumbingCount } = growTree(spans, options.withPlumbing);
  const words = options.find.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = words.length > 0 ? roots.flatMap((root) => prune(root, words)) : roots;
  const rows: TreeRow[] = [];
  // A search opens what it found: a collapsed parent would hide it.
  const collapsed = words.length > 0 ? new Set<string>() : options.collapsed;
  const open = toOpen(kept, null, 0);
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    const isCollapsed = node.children.length > 0 && collapsed.has(node.span.id);
    const hiddenErrorCount = isCollapsed ? node.errorCount - Number(node.span.isError) : 0;
    const { aboveId, position, siblingCount } = next;
    const childCount = node.children.length;
    const tone = toneOf(node.span, hiddenErrorCount);
    rows.push({
      ...{ span: node.span, depth, childCount, isCollapsed, aboveId, position, siblingCount },
      ...{ hiddenErrorCount, tone },
    });
    if (!isCollapsed) open.push(...toOpen(node.children, node.span.id, depth + 1));
  }
  return { rows, plumbingCount };
}

const STAGE_TONE: Record<SpanStage, Tone> = {
  "user-speech": "user",
  "agent-speech": "agent",
  "end-of-turn": "wait",
  stt: "stt",
  llm: "llm",
  tool: "tool",
  tts: "tts",
};

function toneOf(span: TimelineSpan, hiddenErrorCount: number): Tone {
  if (span.isError || hiddenErrorCount > 0) return "error";
  return span.stage === undefined ? "wait" : STAGE_TONE[span.stage];
}

/** Nodes in the order in which a stack gives them back: the first one last. */
function toOpen(nodes: readonly Node[], aboveId: string | null, depth: number) {
  const siblingCount = nodes.length;
  return nodes.map((node, index) => ({ node, depth, aboveId, position: index + 1, siblingCount })).reverse();
}

function growTree(spans: readonly TimelineSpan[], withPlumbing: boolean) {
  const nodes = new Map(spans.map((span) => [span.id, { span, children: [], errorCount: 0 } as Node]));
  const isLeftOut = ({ name, isError }: TimelineSpan) => !withPlumbing && !isError && PLUMBING.has(name);
  const roots: Node[] = [];
  let plumbingCount = 0;
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1))) {
    if (PLUMBING.has(span.name) && !span.isError) plumbingCount += 1;
    const node = nodes.get(span.id);
    if (!node || isLeftOut(span)) continue;
    const parent = findParent(nodes, span, isLeftOut);
    (parent?.children ?? roots).push(node);
  }
  for (const root of roots) countErrors(root);
  return { roots, plumbingCount };
}

/** The nearest span above that is shown; null for roots and orphans. Parents that point in a circle end at the first seen twice. */
function findParent(
  nodes: ReadonlyMap<string, Node>,
  span: TimelineSpan,
  isLeftOut: (span: TimelineSpan) => boolean,
): Node | null {
  const seen = new Set([span.id]);
  for (let id = span.parentId; id !== null && !seen.has(id); ) {
    seen.add(id);
    const node = nodes.get(id);
    if (!node) return null;
    if (!isLeftOut(node.span)) return isBelow(nodes, node.span, span.id) ? null : node;
    id = node.span.parentId;
  }
  return null;
}

/** True when `span` hangs, however far down, below `aboveId`. */
function isBelow(nodes: ReadonlyMap<string, Node>, span: TimelineSpan, aboveId: string): boolean {
  const seen = new Set<string>();
  for (let id = span.parentId; id !== null && !seen.has(id); id = nodes.get(id)?.span.parentId ?? null) {
    if (id === aboveId) return true;
    seen.add(id);
  }
  return false;
}

function countErrors(node: Node): number {
  node.errorCount = Number(node.span.isError) + node.children.reduce((sum, child) => sum + countErrors(child), 0);
  return node.errorCount;
}

function prune(node: Node, words: readonly string[]): Node[] {
  const text = `${node.span.name} ${node.span.summary}`.toLowerCase();
  const children = node.children.flatMap((child) => prune(child, words));
  return children.length > 0 || words.every((word) => text.includes(word)) ? [{ ...node, children }] : [];
}

/** Ids of every span that has others below it: what "collapse all" collapses. */
export function parentIds(spans: readonly TimelineSpan[]): Set<string> {
  const ids = new Set(spans.map((span) => span.id));
  return new Set(spans.flatMap((span) => (span.parentId !== null && ids.has(span.parentId) ? [span.parentId] : [])));
}

/** What a key of the tree pattern does: go to a row, fold one, or nothing. */
export type TreeMove = { goTo: number } | { fold: string } | null;

/**
 * What a key means on a row. Right opens, then goes to the first below; Left folds, then goes up.
 * Source: WAI-ARIA Authoring Practices, Tree View Pattern.
 */
export function moveInTree(rows: readonly TreeRow[], at: number, key: string): TreeMove {
  const row = rows[at];
  if (!row) return rows.length > 0 ? { goTo: 0 } : null;
  switch (key) {
    case "ArrowDown":
      return { goTo: Math.min(rows.length - 1, at + 1) };
    case "ArrowUp":
      return { goTo: Math.max(0, at - 1) };
    case "Home":
      return { goTo: 0 };
    case "End":
      return { goTo: rows.length - 1 };
    case "ArrowRight":
      if (row.childCount === 0) return null;
      return row.isCollapsed ? { fold: row.span.id } : { goTo: at + 1 };
    case "ArrowLeft": {
      if (row.childCount > 0 && !row.isCollapsed) return { fold: row.span.id };
      const above = rows.findIndex((one) => one.span.id === row.aboveId);
      return above === -1 ? null : { goTo: above };
    }
    default:
      return null;
  }
}
