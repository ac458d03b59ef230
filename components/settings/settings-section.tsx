import { type ReactNode, useId } from "react";

interface SettingsSectionProps {
  title: string;
  /** What these settings decide, in plain words. */
  about?: ReactNode;
  children: ReactNode;
}

/** Settings that belong together. */
export function SettingsSection({ title, about, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-6 rounded-xl border border-line bg-panel p-4 sm:p-5">
      <h2 id={id} className="font-[600] text-lg">
        {title}
      </h2>
      {about && <div className="mt-1 max-w-prose text-mute">{about}</div>}
      <div className="mt-4 flex flex-col gap-4">{children}</div>
    </section>
  );
}
