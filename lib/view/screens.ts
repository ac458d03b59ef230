import type { Session } from "@/lib/model/sessions";
import { formatDayUnlessToday, formatTimeOfDay } from "./format";
import { agentText, roomText } from "./sessions";

/** A screen of the product, for whoever wants to go there. */
export interface Screen {
  text: string;
  href: string;
}

/** Below `/p/:project`, with the words that find them besides their names. */
const SCREENS: readonly (readonly [path: string, text: string, words: string])[] = [
  ["sessions", "Sessions", "calls list search"],
  ["logs", "Logs", "lines tail live stdout stderr processes replicas errors"],
  ["agents", "Agents", "workers deployments versions builds replicas troubleshooting crashed"],
  ["settings", "Settings: project", "name recording"],
  ["settings/privacy", "Settings: data and privacy", "recording redaction erase"],
  ["settings/retention", "Settings: retention", "keep delete days"],
  ["settings/keys", "Settings: API keys", "secret token"],
  ["settings/members", "Settings: members", "people roles invite"],
  ["settings/audit", "Settings: audit log", "who did what"],
];

/** The screens of a project whose names hold every word. */
export function listScreens(project: string, query: string): Screen[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return SCREENS.filter(([, text, words]) =>
    wanted.every((word) => `${text} ${words}`.toLowerCase().includes(word)),
  ).map(([path, text]) => ({ text, href: `/p/${encodeURIComponent(project)}/${path}` }));
}

/** A session on one line: who answered in which room, and the words that were found in it. */
export function sessionPlaceText(session: Session): string {
  const name = `${agentText(session)} · ${roomText(session)}`;
  return session.snippet ? `${name}: ${session.snippet.text}` : name;
}

/** When it began. */
export function sessionPlaceHint(session: Session, nowMs: number): string {
  return [formatDayUnlessToday(session.startedAt, nowMs), formatTimeOfDay(session.startedAt)]
    .filter(Boolean)
    .join(", ");
}
