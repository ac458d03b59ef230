/** Where the pointer rests on the session's clock, in milliseconds; null: nowhere. Shared by everything with a time axis. */
export class HoverNeedle {
  #positionMs: number | null = null;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getPositionMs = (): number | null => this.#positionMs;

  set = (positionMs: number | null): void => {
    if (positionMs === this.#positionMs) return;
    this.#positionMs = positionMs;
    for (const listener of this.#listeners) listener();
  };
}
