import type { MarkHit } from "@/lib/view/strips";

/** Where the pointer rests on the session's clock, in milliseconds; null: nowhere. Shared by everything with a time axis. */
export class HoverNeedle {
  #positionMs: number | null = null;
  #mark: MarkHit | null = null;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getPositionMs = (): number | null => this.#positionMs;

  /** The mark of a lane under the pointer. */
  getMark = (): MarkHit | null => this.#mark;

  set = (positionMs: number | null, mark: MarkHit | null = null): void => {
    if (positionMs === this.#positionMs && mark?.placed === this.#mark?.placed) return;
    this.#positionMs = positionMs;
    this.#mark = mark;
    for (const listener of this.#listeners) listener();
  };
}
