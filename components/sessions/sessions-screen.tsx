"use client";
import { type KeyHint, KeyHints } from "@/components/ui/key-hints";
import { BulkBar } from "./bulk-bar";
import { ColumnsMenu } from "./columns-menu";
import { ExportMenu } from "./export-menu";
import { exportUrl } from "./export-url";
import { FilterBar } from "./filter-bar";
import { isNarrowed, writeFilters } from "./filters";
import { FirstSession } from "./first-session";
import { ImportZip } from "./import-zip";
import { ListSummary } from "./list-summary";
import { RecordingBanner } from "./recording-banner";
import { SessionsList } from "./sessions-list";
import { useColumns } from "./use-columns";
import { useFacets } from "./use-facets";
import { useFilters } from "./use-filters";
import { useListView } from "./use-list-view";
import { useSelection } from "./use-selection";
import { useSessions } from "./use-sessions";
import { ViewTabs } from "./view-tabs";

const HINTS: KeyHint[] = [
  [["j", "k"], "move"],
  [["Enter"], "open"],
  [["x"], "select"],
  [["/"], "search"],
];

/** The front door: every session of the project, newest first, moving while they run. */
export function SessionsScreen({ project }: { project: string }) {
  const address = useFilters();
  const { filters, change } = address;
  const columns = useColumns();
  const view = useListView(project, address, columns);
  const list = useSessions(project, filters);
  const facets = useFacets(project, filters).data ?? null;
  const listKey = writeFilters(filters);
  const picked = useSelection(listKey);
  const isEmpty = list.isSuccess && !list.isPlaceholderData && list.sessions.length === 0;
  if (isEmpty && !isNarrowed(filters)) return <FirstTime project={project} />;
  const keys = columns.columns.map(({ key }) => key);
  const urlOf = (ids: string[] | null, format: string) => exportUrl(project, filters, ids, format);
  return (
    <main id="content" className="flex flex-1 flex-col px-4 pb-8 lg:max-h-(--page-height) lg:pb-3">
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-5 gap-y-2.5 pt-3.5 pb-3">
        <h1 className="font-[620] text-xl tracking-[-0.02em]">Sessions</h1>
        <ViewTabs view={view} />
        <ListSummary list={list} total={facets?.total ?? null} />
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2 pb-3">
        <FilterBar filters={filters} change={change} facets={facets?.facets ?? null} />
        <ExportMenu label="Export the list" urlOf={(format) => urlOf(null, format)} textFrom="xl" />
        <ImportZip project={project} />
        <ColumnsMenu shown={keys} isDefault={columns.isDefault} onChoose={columns.choose} />
      </div>
      <RecordingBanner project={project} />
      <SessionsList
        list={list}
        project={project}
        filters={filters}
        change={change}
        columns={columns.columns}
        picked={picked}
        listKey={listKey}
      />
      <KeyHints hints={HINTS} />
      <BulkBar
        project={project}
        picked={picked}
        total={facets?.total ?? null}
        hasMore={list.hasNextPage}
        urlOf={(format) => urlOf(picked.selection.isAll ? null : [...picked.selection.ids], format)}
      />
    </main>
  );
}

/** No session at all yet: how the first one gets here. */
function FirstTime({ project }: { project: string }) {
  return (
    <main id="content" className="flex flex-1 flex-col px-4 pb-8">
      <div className="flex min-h-9 items-center justify-between gap-2 pt-3.5 pb-3">
        <h1 className="font-[620] text-xl leading-9 tracking-[-0.02em]">Sessions</h1>
        <ImportZip project={project} />
      </div>
      <RecordingBanner project={project} />
      <FirstSession project={project} />
    </main>
  );
}
