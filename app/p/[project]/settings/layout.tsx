import type { ReactNode } from "react";
import { SettingsNav } from "@/components/settings/settings-nav";

interface SettingsLayoutProps {
  children: ReactNode;
  params: Promise<{ project: string }>;
}

/** All settings of one project: their names beside the page that is open. */
export default async function SettingsLayout({ children, params }: SettingsLayoutProps) {
  const { project } = await params;
  return (
    <div className="mx-auto flex w-full max-w-[1120px] flex-1 flex-col gap-4 px-4 pt-4.5 pb-8 max-sm:pt-2 sm:flex-row sm:gap-10">
      <SettingsNav project={decodeURIComponent(project)} />
      <main id="content" className="min-w-0 flex-1">
        {children}
      </main>
    </div>
  );
}
