"use client";
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { Button } from "./button";
import { cx } from "./cx";

interface FormProps {
  /** The button's words. */
  submit: string;
  /** What was typed, by the fields' names. What it throws is shown above the button, in its own words. */
  onSend: (fields: Record<string, string>) => Promise<void>;
  children: ReactNode;
  /** Stands beside the button. */
  aside?: ReactNode;
  isWide?: boolean;
  className?: string;
}

const never = () => () => undefined;

/**
 * A form whose button works once the page is alive. `method` keeps a browser that is quicker from writing the fields into the
 * address.
 */
export function Form({ submit, onSend, children, aside, isWide = false, className }: FormProps) {
  const isAlive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (form: HTMLFormElement) => {
    setBusy(true);
    setProblem(null);
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    try {
      await onSend(Object.fromEntries(fields));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      method="post"
      className={cx("flex flex-col gap-4", className)}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      {children}
      <p role="alert" className={cx("break-words text-err", !problem && "hidden")}>
        {problem}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          variant="primary"
          disabled={!isAlive || isBusy}
          className={isWide ? "h-9 w-full justify-center" : undefined}
        >
          {submit}
        </Button>
        {aside}
      </div>
    </form>
  );
}
