import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { ThemeSwitch } from "@/components/shell/theme-switch";

/** Who is there is asked at every request, never at build time. */
export const dynamic = "force-dynamic";

/** Pages about people, not about a project: one narrow column. */
export default function PeopleLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex h-11 shrink-0 items-center justify-between px-4">
        <Link href="/" className="flex items-center gap-2 rounded-sm font-[650] text-[14px] tracking-[-0.02em]">
          <Logo />
          Earshot
        </Link>
        <ThemeSwitch />
      </header>
      <main id="content" className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center px-4 pb-24">
        <div className="rounded-xl border border-line bg-panel p-6">{children}</div>
      </main>
    </>
  );
}
