import type { TimeWindow } from "@/lib/view/time-scale";

/**
 * The stretch of time that the plot shows; null: the whole session, also as it grows. It changes with every turn of the
 * wheel, so only those who ask for it draw again, not the whole screen.
 */
export class ZoomStore {
  #window: TimeWindow | null;
  readonly #listeners = new Set<() => void>();

  constructor(window: TimeWindow | null) {
    this.#window = window;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get = (): TimeWindow | null => this.#window;

  set = (window: TimeWindow | null): void => {
    if (window === this.#window) return;
    this.#window = window;
    for (const listener of this.#listeners) listener();
  };
}
