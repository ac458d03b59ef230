"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { cx } from "@/components/ui/cx";
import { projectPath } from "@/lib/view/paths";

const PAGES = [
  { path: "", label: "Project" },
  { path: "/privacy", label: "Data and privacy" },
  { path: "/retention", label: "Retention" },
  { path: "/keys", label: "API keys" },
  { path: "/members", label: "Members" },
  { path: "/shares", label: "Shared links" },
  { path: "/audit", label: "Audit log" },
];

/** The pages of a project's settings: a column beside them, on small screens a row above them that scrolls. */
export function SettingsNav({ project }: { project: string }) {
  const here = usePathname();
  const open = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // The row is wider than a small screen: what is open must be in sight. The column never scrolls.
    if (here) open.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here]);
  const base = projectPath(project, "settings");
  return (
    <nav aria-label="Settings" className="-mx-1 flex shrink-0 gap-0.5 overflow-x-auto p-1 sm:mx-0 sm:w-44 sm:flex-col">
      {PAGES.map(({ path, label }) => {
        const isHere = here === `${base}${path}`;
        return (
          <Link
            key={path}
            ref={isHere ? open : undefined}
            href={`${base}${path}`}
            aria-current={isHere ? "page" : undefined}
            className={cx(
              "whitespace-nowrap rounded-md px-2.5 py-1.5",
              isHere ? "bg-raise font-[550] text-text" : "text-mute hover:bg-raise hover:text-text",
            )}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
