import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { ThemeSwitch } from "@/components/shell/theme-switch";

/** Whether the link still opens is asked at every request, never at build time. */
export const dynamic = "force-dynamic";

/** One session and nothing around it: whoever has a link has no project. */
export default function SharedLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex h-11 shrink-0 items-center gap-3 border-line border-b px-4">
        <span className="flex items-center gap-2 font-[650] text-[14px] tracking-[-0.02em]">
          <Logo />
          Earshot
        </span>
        <span className="flex-1 text-mute">Shared session</span>
        <ThemeSwitch />
      </header>
      {children}
    </>
  );
}
