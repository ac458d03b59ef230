"use client";
import { Popover } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { DropButton } from "./drop-button";

export interface CheckChoice {
  value: string;
  label: string;
  /** Stands at the end of the line: a count. */
  note?: string;
  isLocked?: boolean;
}

interface CheckMenuProps {
  /** The accessible name of the list. */
  label: string;
  /** What the button shows and is called. */
  text: ReactNode;
  choices: CheckChoice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  /** Stands below the list: a way to begin anew, a remark. */
  footer?: ReactNode;
  /** The choice is not the neutral one: draw the button as such. */
  isActive?: boolean;
  align?: "start" | "end";
}

/** From here on the list has a field to find a choice by typing. */
const FIND_FROM = 9;

/** Several of many, in a list under a button. Arrow keys move, Space picks, the list stays open. */
export function CheckMenu(props: CheckMenuProps) {
  const { label, text, isActive = false, align = "start" } = props;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <DropButton isActive={isActive}>
          <span className="flex min-w-0 max-w-56 items-center gap-1.5 truncate">{text}</span>
        </DropButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onKeyDown={moveFocus}
          className="z-50 flex max-h-[min(26rem,var(--radix-popover-content-available-height))] w-64 flex-col overflow-hidden rounded-lg border border-line-strong bg-panel shadow-float"
        >
          <CheckList {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function CheckList({ label, choices, chosen, onChange, footer }: CheckMenuProps) {
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(wanted));
  const [current, choose] = useChosenAtOnce(chosen, onChange);
  const toggle = (value: string) =>
    choose(current.includes(value) ? current.filter((one) => one !== value) : [...current, value]);
  return (
    <>
      {choices.length >= FIND_FROM && (
        <input
          aria-label={`Find in ${label}`}
          placeholder="Find…"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="h-9 shrink-0 border-line border-b bg-transparent px-3 outline-none"
        />
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto p-1">
        {shown.map((choice) => (
          <CheckLine
            key={choice.value}
            choice={choice}
            isOn={current.includes(choice.value)}
            onToggle={() => toggle(choice.value)}
          />
        ))}
        {shown.length === 0 && (
          <li className="px-2.5 py-1.5 text-mute">{wanted ? "None of that name" : "Nothing yet"}</li>
        )}
      </ul>
      {footer && <div className="flex shrink-0 items-center justify-between border-line border-t p-1.5">{footer}</div>}
    </>
  );
}

/** What was chosen shows at once, also where the choice goes a long way round (the address) before it comes back. */
function useChosenAtOnce(chosen: readonly string[], onChange: (chosen: string[]) => void) {
  const key = JSON.stringify(chosen);
  const [asked, setAsked] = useState({ key, chosen });
  const choose = (wanted: string[]) => {
    setAsked({ key, chosen: wanted });
    onChange(wanted);
  };
  return [asked.key === key ? asked.chosen : chosen, choose] as const;
}

interface CheckLineProps {
  choice: CheckChoice;
  isOn: boolean;
  onToggle: () => void;
}

function CheckLine({ choice, isOn, onToggle }: CheckLineProps) {
  return (
    <li>
      <label className="flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 has-[:focus-visible]:bg-sel has-[:disabled]:cursor-not-allowed has-[:disabled]:opacity-60 hover:bg-sel">
        <input
          type="checkbox"
          checked={isOn}
          disabled={choice.isLocked}
          onChange={onToggle}
          className="size-3.5 shrink-0"
        />
        <span className="min-w-0 flex-1 truncate" title={choice.label}>
          {choice.label}
        </span>
        {choice.note && <small className="text-mute text-xs tabular-nums">{choice.note}</small>}
      </label>
    </li>
  );
}

/** Up and down go through the lines, as in any menu. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input:not(:disabled)")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length];
  event.preventDefault();
  next?.focus();
}
