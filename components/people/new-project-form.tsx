"use client";
import { Form } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { TextField } from "@/components/ui/text-field";
import { MadeProject } from "@/lib/model/projects";
import { projectPath } from "@/lib/view/paths";

/** A project of its own: sessions, keys, members and settings that no other project sees. */
export function NewProjectForm() {
  return (
    <>
      <h1 className="font-[620] text-xl tracking-[-0.02em]">New project</h1>
      <p className="mt-1 mb-5 text-mute">
        Sessions, keys, members and settings of its own. One for each product, customer or stage is usual.
      </p>
      <Form
        submit="Create project"
        isWide
        onSend={async ({ name }) => {
          const { slug } = await sendJson(MadeProject, "/api/v1/projects", { body: { name } });
          window.location.assign(projectPath(slug, "settings/keys"));
        }}
      >
        <TextField label="Name" name="name" required maxLength={100} autoComplete="off" autoFocus />
      </Form>
    </>
  );
}
