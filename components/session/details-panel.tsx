"use client";
import { ChevronDown, ChevronUp, MousePointerClick, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Tabs } from "@/components/ui/tabs";
import { ContextTab } from "./context-tab";
import { RawTab } from "./raw-tab";
import { RecordTab } from "./record-tab";
import { useStage } from "./stage";
import { stepSelection } from "./use-session-keys";

/** All that is known of the selected record. On small screens it stands below the list, as a sheet when something is chosen. */
export function DetailsPanel() {
  const stage = useStage();
  const [tab, setTab] = useState("details");
  const { selectedId } = stage;
  const sheet =
    "max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-30 max-lg:h-[min(55dvh,32rem)] max-lg:rounded-b-none max-lg:border-line-strong max-lg:shadow-float";
  if (selectedId === null) {
    return (
      <Panel label="Details" className="flex min-h-0 flex-col justify-center max-lg:hidden">
        <EmptyState title="Nothing selected" icon={<MousePointerClick className="size-5" />}>
          Choose a line, a bar or a dot to see everything that was sent about it.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel label="Details" className={`flex min-h-0 flex-col ${sheet}`}>
      <Tabs
        label="What to see of the record"
        className="min-h-0 flex-1"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: "details", label: "Details", content: <RecordTab key={selectedId} recordId={selectedId} /> },
          { value: "context", label: "Context", content: <ContextTab key={selectedId} recordId={selectedId} /> },
          { value: "raw", label: "Raw", content: <RawTab key={selectedId} recordId={selectedId} /> },
        ]}
        aside={<StepButtons />}
      />
    </Panel>
  );
}

function StepButtons() {
  const stage = useStage();
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        aria-label="Previous item"
        title="Previous ([)"
        onClick={() => stepSelection(stage, -1)}
      >
        <ChevronUp aria-hidden className="size-3.5" />
      </Button>
      <Button variant="ghost" size="sm" aria-label="Next item" title="Next (])" onClick={() => stepSelection(stage, 1)}>
        <ChevronDown aria-hidden className="size-3.5" />
      </Button>
      <Button
        variant="ghost"
        size="sm"
        aria-label="Close details"
        title="Close (Esc)"
        onClick={() => stage.select(null, "never")}
      >
        <X aria-hidden className="size-3.5" />
      </Button>
    </>
  );
}
