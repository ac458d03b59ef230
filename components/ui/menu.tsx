import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

export interface MenuChoice {
  value: string;
  label: string;
  icon?: ReactNode;
  /** A command that is a link to a file; `onChoose` is not called for it. */
  href?: string;
  /** The name under which the file is saved. */
  download?: string;
}

interface MenuProps {
  /** The button that opens it; give it an accessible name. */
  trigger: ReactElement;
  choices: MenuChoice[];
  /** With a value, the choices are a set of which one is on; without, they are commands. */
  value?: string;
  onChoose?: (value: string) => void;
  align?: "start" | "end";
}

const ITEM =
  "flex cursor-default select-none items-center gap-2 rounded-md px-2.5 py-1.5 text-text outline-none data-[highlighted]:bg-sel";

/** A menu under a button: commands, or one of several. */
export function Menu({ trigger, choices, value, onChoose, align = "end" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 min-w-36 rounded-lg border border-line-strong bg-panel p-1 shadow-float"
        >
          {value === undefined ? (
            choices.map((choice) => <Command key={choice.value} choice={choice} onChoose={onChoose} />)
          ) : (
            <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
              {choices.map((choice) => (
                <DropdownMenu.RadioItem key={choice.value} value={choice.value} className={ITEM}>
                  {choice.icon}
                  <span className="flex-1">{choice.label}</span>
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-accent" />
                  </DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Command({ choice, onChoose }: { choice: MenuChoice } & Pick<MenuProps, "onChoose">) {
  const { value, label, icon, href, download } = choice;
  if (href === undefined) {
    return (
      <DropdownMenu.Item className={ITEM} onSelect={() => onChoose?.(value)}>
        {icon}
        {label}
      </DropdownMenu.Item>
    );
  }
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      <a href={href} download={download}>
        {icon}
        {label}
      </a>
    </DropdownMenu.Item>
  );
}
