import type { ReactNode } from "react";

interface SettingsHeadProps {
  title: string;
  /** One or two sentences: what this page decides. */
  children?: ReactNode;
  /** Stands at the end of the line: the page's main button. */
  action?: ReactNode;
}

/** The head of a page of settings. */
export function SettingsHead({ title, children, action }: SettingsHeadProps) {
  return (
    <header className="mb-5 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="font-[620] text-xl tracking-[-0.02em]">{title}</h1>
        {children && <p className="mt-1 max-w-prose text-mute">{children}</p>}
      </div>
      {action}
    </header>
  );
}
