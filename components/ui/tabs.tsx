import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./cx";

export interface Tab {
  value: string;
  label: string;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: Tab[];
  value: string;
  onChange: (value: string) => void;
  /** Stands at the end of the tab row. */
  aside?: ReactNode;
  className?: string;
}

/** Tabs with their panes; arrow keys move between them. */
export function Tabs({ label, tabs, value, onChange, aside, className }: TabsProps) {
  return (
    <RadixTabs.Root value={value} onValueChange={onChange} className={cx("flex min-h-0 flex-col", className)}>
      <div className="flex h-10 shrink-0 items-center gap-1.5 border-line border-b px-2.5">
        <RadixTabs.List aria-label={label} className="flex gap-1">
          {tabs.map((tab) => (
            <RadixTabs.Trigger
              key={tab.value}
              value={tab.value}
              className="h-7 rounded-md px-2.25 text-mute hover:text-text data-[state=active]:bg-raise data-[state=active]:text-text"
            >
              {tab.label}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {aside && <div className="ml-auto flex items-center gap-1">{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <RadixTabs.Content
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        >
          {tab.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
