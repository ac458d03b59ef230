"use client";
import { Ellipsis, Plus, Star } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Menu } from "@/components/ui/menu";
import type { SavedView } from "@/lib/model/views";
import type { ListView } from "./use-list-view";
import { ViewNameDialog } from "./view-name-dialog";

/** The saved views beside "All", what can be done with the one that is open, and a way to save what is shown. */
export function ViewTabs({ view }: { view: ListView }) {
  const { views, current, isChanged } = view;
  const [asked, setAsked] = useState<"new" | "name" | null>(null);
  const ask = (what: "new" | "name" | null) => {
    view.forgetMistake();
    setAsked(what);
  };
  const save = async (name: string) => {
    if (asked === "new" ? await view.saveAs(name) : await view.update({ name })) ask(null);
  };
  return (
    <nav
      aria-label="Views"
      className="relative -m-1 flex min-w-0 items-center gap-1 overflow-x-auto p-1 [scrollbar-width:none]"
    >
      <ViewTab name="All" isOpen={current === null} onOpen={() => view.open(null)} />
      {views.map((one) => (
        <ViewTab
          key={one.id}
          name={one.name}
          view={one}
          isOpen={one.id === current?.id}
          isChanged={one.id === current?.id && isChanged}
          onOpen={() => view.open(one)}
        />
      ))}
      {current && <ViewActions view={view} current={current} onRename={() => ask("name")} />}
      {view.canSave && (
        <Button variant="ghost" size="sm" onClick={() => ask("new")}>
          <Plus aria-hidden className="size-3.5" />
          Save view
        </Button>
      )}
      {asked && (
        <ViewNameDialog
          title={asked === "new" ? "Save this view" : "Rename the view"}
          words="Search, filters, order and columns as they are now, for everybody of the project."
          name={asked === "new" ? "" : (current?.name ?? "")}
          action={asked === "new" ? "Save" : "Rename"}
          mistake={view.mistake}
          isBusy={view.isBusy}
          onSave={save}
          onClose={() => ask(null)}
        />
      )}
    </nav>
  );
}

interface ViewTabProps {
  name: string;
  view?: SavedView;
  isOpen: boolean;
  isChanged?: boolean;
  onOpen: () => void;
}

function ViewTab({ name, view, isOpen, isChanged = false, onOpen }: ViewTabProps) {
  return (
    <button
      type="button"
      aria-current={isOpen ? "page" : undefined}
      onClick={onOpen}
      className={cx(
        "inline-flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-md px-2.25",
        isOpen ? "bg-raise font-[540] text-text" : "text-mute hover:bg-raise hover:text-text",
      )}
    >
      {view?.isDefault && <Star aria-label="opens first" className="size-3 fill-current text-tool" />}
      {name}
      {isChanged && <span className="text-mute text-xs">changed</span>}
    </button>
  );
}

interface ViewActionsProps {
  view: ListView;
  current: SavedView;
  onRename: () => void;
}

function ViewActions({ view, current, onRename }: ViewActionsProps) {
  const choices = [
    ...(view.isChanged ? [{ value: "save", label: "Save changes" }] : []),
    { value: "rename", label: "Rename…" },
    { value: "default", label: current.isDefault ? "Do not open first" : "Open first" },
    { value: "delete", label: "Delete view" },
  ];
  const choose = (choice: string) => {
    if (choice === "save") view.saveChanges();
    if (choice === "rename") onRename();
    if (choice === "default") view.update({ isDefault: !current.isDefault });
    if (choice === "delete") view.remove();
  };
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" size="sm" aria-label={`View ${current.name}`}>
          <Ellipsis aria-hidden className="size-3.5" />
        </Button>
      }
      choices={choices}
      onChoose={choose}
    />
  );
}
