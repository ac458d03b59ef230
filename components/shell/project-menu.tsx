"use client";
import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu } from "@/components/ui/menu";
import { projectPath } from "@/lib/view/paths";

interface ProjectMenuProps {
  /** Of the project that is open. */
  slug: string;
  projects: { slug: string; name: string }[];
}

/** No slug begins so. */
const NEW = "+new";

/** The project that is open; switches to another, or makes a new one. */
export function ProjectMenu({ slug, projects }: ProjectMenuProps) {
  const router = useRouter();
  const open = projects.find((project) => project.slug === slug);
  const choices = projects.map((project) => ({
    value: project.slug,
    label: project.name,
    icon: <Check aria-hidden className={project.slug === slug ? "size-3.5 text-accent" : "invisible size-3.5"} />,
  }));
  const more = { value: NEW, label: "New project …", icon: <Plus aria-hidden className="size-3.5 text-mute" /> };
  return (
    <Menu
      align="start"
      choices={[...choices, more]}
      onChoose={(value) => router.push(value === NEW ? "/new-project" : projectPath(value, "sessions"))}
      trigger={
        <button
          type="button"
          aria-label={`Project: ${open?.name ?? slug}`}
          className="-mx-1.5 inline-flex min-w-0 items-center gap-1 rounded-md px-1.5 py-1 text-mute hover:bg-raise hover:text-text"
        >
          <span className="truncate">{open?.name ?? slug}</span>
          <ChevronsUpDown aria-hidden className="size-3 shrink-0" />
        </button>
      }
    />
  );
}
