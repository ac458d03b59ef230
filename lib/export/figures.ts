import type { Backlog } from "@/lib/query/backlog";

/** Name, type and meaning of each figure. Source: Prometheus text exposition format 0.0.4. */
const FIGURES: { key: keyof Backlog; name: string; type: "counter" | "gauge"; help: string }[] = [
  {
    key: "entriesAccepted",
    name: "earshot_journal_entries_total",
    type: "counter",
    help: "Journal entries accepted by all processes",
  },
  {
    key: "sessionsWaiting",
    name: "earshot_digest_sessions_waiting",
    type: "gauge",
    help: "Sessions with entries that no digest has seen",
  },
  {
    key: "oldestWaitingSeconds",
    name: "earshot_digest_lag_seconds",
    type: "gauge",
    help: "Age of the oldest undigested session since its last digest",
  },
  {
    key: "diskUsedPercent",
    name: "earshot_disk_used_percent",
    type: "gauge",
    help: "How full the fullest disk is that this machine writes to; telemetry is refused from DISK_REFUSE_PERCENT on",
  },
  {
    key: "recordingsWaiting",
    name: "earshot_recordings_waiting",
    type: "gauge",
    help: "Recordings whose waveform is not made yet",
  },
];

/** The installation's figures in Prometheus' text format. */
export function exportFigures(backlog: Backlog): string {
  return FIGURES.map(({ key, name, type, help }) => {
    return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${backlog[key]}\n`;
  }).join("\n");
}
