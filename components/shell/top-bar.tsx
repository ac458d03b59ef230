import Link from "next/link";
import { projectPath } from "@/lib/view/paths";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { NavLink } from "./nav-link";
import { PaletteButton } from "./palette-button";
import { ProjectMenu } from "./project-menu";
import { ThemeSwitch } from "./theme-switch";

interface TopBarProps {
  project: { slug: string; name: string };
  /** All that the person may open. */
  projects: { slug: string; name: string }[];
  person: { name: string; email: string };
}

/** The bar above every page of a project; on small screens the links stand in a row of their own. Only screens that exist are linked. */
export function TopBar({ project, projects, person }: TopBarProps) {
  const sessionsPath = projectPath(project.slug, "sessions");
  return (
    <header className="flex h-(--top-bar) shrink-0 items-center gap-x-1.5 border-line border-b bg-panel px-4 max-sm:flex-wrap max-sm:content-start sm:gap-x-5.5">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-text px-3 py-1.5 text-bg focus:not-sr-only focus:absolute focus:top-1.5 focus:left-2"
      >
        Skip to content
      </a>
      <Link
        href={sessionsPath}
        className="flex h-11 items-center gap-2 rounded-sm font-[650] text-[14px] tracking-[-0.02em] max-sm:mr-3"
      >
        <Logo />
        Earshot
      </Link>
      <ProjectMenu slug={project.slug} projects={projects.map(({ slug, name }) => ({ slug, name }))} />
      <nav
        aria-label="Main"
        className="-mx-1 flex min-w-0 items-center gap-5.5 self-stretch overflow-x-auto px-1 [scrollbar-width:none] max-sm:order-last max-sm:h-9 max-sm:basis-full"
      >
        <NavLink href={sessionsPath}>Sessions</NavLink>
        <NavLink href={projectPath(project.slug, "logs")}>Logs</NavLink>
        <NavLink href={projectPath(project.slug, "agents")}>Agents</NavLink>
        <NavLink href={projectPath(project.slug, "settings")}>Settings</NavLink>
      </nav>
      <span className="flex-1" />
      <PaletteButton />
      <ThemeSwitch />
      <AccountMenu name={person.name} email={person.email} />
    </header>
  );
}
