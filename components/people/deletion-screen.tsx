"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { fetchJson } from "@/components/ui/fetch-json";
import { ProjectDeletion } from "@/lib/model/projects";
import { formatBytes, formatCount } from "@/lib/view/format";

const LOOK_MS = 1_000;

/** How far the deletion of a project is; at its end the receipt. */
export function DeletionScreen({ projectId }: { projectId: string }) {
  const { data, error } = useQuery({
    queryKey: ["deletion", projectId],
    queryFn: ({ signal }) =>
      fetchJson(ProjectDeletion, `/api/v1/project-deletions/${encodeURIComponent(projectId)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.finishedAt ? false : LOOK_MS),
  });
  if (error) return <ErrorState heading="h1" title="No such deletion" detail={error.message} />;
  if (!data) return <p role="status">Loading …</p>;
  const facts = [
    { label: "Rows", text: formatCount(data.rowsDeleted) },
    { label: "Files", text: formatCount(data.blobsDeleted) },
    { label: "Bytes in files", text: formatBytes(data.bytesDeleted) },
  ];
  return (
    <>
      <h1 className="font-[620] text-xl tracking-[-0.02em]">{data.name}</h1>
      <p role="status" className="mt-1 mb-4 text-mute">
        {data.finishedAt ? "The project is deleted." : "The project is being deleted. You may leave this page."}
      </p>
      <dl className="flex flex-col gap-2">
        {facts.map(({ label, text }) => (
          <div key={label} className="flex justify-between">
            <dt className="text-mute">{label}</dt>
            <dd className="tabular-nums">{text}</dd>
          </div>
        ))}
      </dl>
      <Button asChild className="mt-5">
        <a href="/">Go on</a>
      </Button>
    </>
  );
}
