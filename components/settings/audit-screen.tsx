"use client";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { AuditRow } from "./audit-row";
import { projectUrl } from "./project-url";
import { SettingState } from "./setting-state";
import { SettingsHead } from "./settings-head";
import { useAudit } from "./use-audit";

/** No select option may be empty. */
const ALL = "all";
const ACTIONS = [
  { value: ALL, label: "Everything" },
  { value: "login", label: "Logins" },
  { value: "member", label: "Members" },
  { value: "key", label: "API keys" },
  { value: "project", label: "Project settings" },
  { value: "recording", label: "Recordings played" },
  { value: "session", label: "Sessions" },
  { value: "sessions", label: "Exports of sessions" },
  { value: "share", label: "Shares" },
  { value: "erasure", label: "Erasures" },
  { value: "retention", label: "Retention" },
  { value: "audit", label: "This log" },
];

/** Who did what in the project. Nothing here can be changed. */
export function AuditScreen({ project }: { project: string }) {
  const [q, setQ] = useState("");
  const [action, setAction] = useState(ALL);
  const filters = { q, action: action === ALL ? "" : action };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(project, filters);
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const isFiltered = q !== "" || action !== ALL;
  return (
    <>
      <SettingsHead title="Audit log" action={data && <Exports project={project} filters={filters} />}>
        Who logged in, changed, played, exported and deleted what. Nobody can change it; it is kept for a year.
      </SettingsHead>
      <div className="mb-3 flex flex-wrap gap-2">
        <SearchField
          label="Search the audit log"
          placeholder="Person, key, session, detail"
          value={q}
          onSearch={setQ}
          className="min-w-52 flex-1"
        />
        <Select label="Kind" options={ACTIONS} value={action} onChange={setAction} active={action !== ALL} />
      </div>
      {!data && <SettingState what="The audit log" error={error} onRetry={() => void refetch()} />}
      {data && entries.length === 0 && (
        <EmptyState title={isFiltered ? "Nothing fits" : "Nothing yet"} icon={<ScrollText className="size-6" />}>
          {isFiltered ? "Search for less, or for everything." : "The next login, change or play will stand here."}
        </EmptyState>
      )}
      {entries.length > 0 && (
        <DataTable label="Audit log" heads={["When", "Who", "What", "Of what", "Details"]}>
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </DataTable>
      )}
      {hasNextPage && (
        <Button className="mt-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older entries
        </Button>
      )}
    </>
  );
}

function Exports({ project, filters }: { project: string; filters: Record<string, string> }) {
  return (
    <div className="flex gap-2">
      {["csv", "ndjson"].map((format) => (
        <Button key={format} asChild>
          <a href={projectUrl(project, "/audit/export", { ...filters, format })}>Export {format.toUpperCase()}</a>
        </Button>
      ))}
    </div>
  );
}
