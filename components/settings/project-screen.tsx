"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { fetchJson } from "@/components/ui/fetch-json";
import { Form } from "@/components/ui/form";
import { Panel } from "@/components/ui/panel";
import { sendJson } from "@/components/ui/send-json";
import { TextField } from "@/components/ui/text-field";
import { TypedForm } from "@/components/ui/typed-form";
import { DeletionAsked, Project } from "@/lib/model/projects";
import { projectUrl } from "./project-url";
import { SettingState } from "./setting-state";
import { SettingsHead } from "./settings-head";

interface ProjectScreenProps {
  project: string;
  /** Only owners may delete it. */
  isOwner: boolean;
}

/** What the project is called, and its end. */
export function ProjectScreen({ project, isOwner }: ProjectScreenProps) {
  const client = useQueryClient();
  const router = useRouter();
  const url = projectUrl(project, "/project");
  const queryKey = ["project", project];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(Project, url, { signal }),
  });
  const [said, setSaid] = useState("");
  const rename = async ({ name }: Record<string, string>) => {
    client.setQueryData(queryKey, await sendJson(Project, url, { method: "PATCH", body: { name } }));
    setSaid("Name saved.");
    router.refresh();
  };
  return (
    <>
      <SettingsHead title="Project">What this project is called, and how to remove it.</SettingsHead>
      {!data && <SettingState what="The project" error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="flex flex-col gap-6">
          <Panel className="p-4">
            <Form
              submit="Save name"
              onSend={rename}
              aside={
                <span role="status" className="text-ok">
                  {said}
                </span>
              }
            >
              <TextField
                label="Name"
                name="name"
                defaultValue={data.name}
                required
                maxLength={100}
                hint={`In addresses and scripts it is called ${data.slug}, which does not change.`}
                className="max-w-md"
              />
            </Form>
          </Panel>
          <DangerZone project={project} slug={data.slug} isOwner={isOwner} />
        </div>
      )}
    </>
  );
}

function DangerZone({ project, slug, isOwner }: ProjectScreenProps & { slug: string }) {
  const [isOpen, setOpen] = useState(false);
  const remove = async (confirm: string) => {
    const url = projectUrl(project, "/project");
    const { projectId } = await sendJson(DeletionAsked, url, { method: "DELETE", body: { confirm } });
    window.location.assign(`/deletion/${encodeURIComponent(projectId)}`);
  };
  return (
    <Panel label="Delete project" className="flex flex-wrap items-center gap-4 p-4">
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="font-[560]">Delete this project</h2>
        <p className="mt-1 text-mute">
          All its sessions, recordings, keys, members and its audit log. Its keys stop working at once. There is no way
          back.{!isOwner && " Only an owner can do that."}
        </p>
      </div>
      <Button onClick={() => setOpen(true)} disabled={!isOwner} className="text-err">
        Delete project
      </Button>
      <Dialog
        title="Delete this project"
        description="Everything it holds is deleted, recordings too. Nobody can bring it back."
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <TypedForm submit="Delete for good" expected={slug} onConfirm={remove} />
      </Dialog>
    </Panel>
  );
}
