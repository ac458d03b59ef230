import { type RecordingSpan, toAudioMs, toPositionMs } from "@/lib/view/recording-clock";

/** What the player does now. */
export interface PlayerState {
  hasAudio: boolean;
  isPlaying: boolean;
  /** The browser could not load or play the file. */
  failure: string | null;
  rate: number;
}

const AUDIO_EVENTS = ["play", "pause", "ended", "seeking", "seeked", "timeupdate", "ratechange", "loadedmetadata"];

/**
 * The session screen's one clock. While a recording is attached the `<audio>` element owns the time and this only reads
 * and moves it; without one the clock is a hand that is moved by seeking. Positions in milliseconds on the session's
 * clock. Listeners are called on every change and once a frame while playing.
 */
export class SessionClock {
  #positionMs = 0;
  #audio: HTMLAudioElement | null = null;
  #recording: RecordingSpan | null = null;
  #state: PlayerState = { hasAudio: false, isPlaying: false, failure: null, rate: 1 };
  #frame = 0;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getPositionMs = (): number => this.#positionMs;

  getState = (): PlayerState => this.#state;

  /** The element that plays now, for what draws along with it. */
  getAudio = (): HTMLAudioElement | null => this.#audio;

  seek = (positionMs: number): void => {
    this.#positionMs = positionMs;
    if (this.#audio && this.#recording) {
      this.#audio.currentTime = toAudioMs(this.#recording, positionMs) / 1000;
      this.#positionMs = toPositionMs(this.#recording, toAudioMs(this.#recording, positionMs));
    }
    this.#tell();
  };

  toggle = (): void => {
    if (!this.#audio) return;
    if (this.#audio.paused) void this.#play(this.#audio);
    else this.#audio.pause();
  };

  setRate = (rate: number): void => {
    if (this.#audio) this.#audio.playbackRate = rate;
    this.#state = { ...this.#state, rate };
    this.#tell();
  };

  /** Takes the audio element as owner of the time; the result gives it back. The position is kept. */
  attach = (audio: HTMLAudioElement, recording: RecordingSpan): (() => void) => {
    const before = this.#positionMs;
    this.#audio = audio;
    this.#recording = recording;
    audio.playbackRate = this.#state.rate;
    // Faster, not higher. Browsers do so by default; it is a promise here.
    audio.preservesPitch = true;
    for (const name of AUDIO_EVENTS) audio.addEventListener(name, this.#read);
    audio.addEventListener("error", this.#fail);
    this.#state = { ...this.#state, hasAudio: true, failure: null };
    this.seek(before);
    return () => {
      for (const name of AUDIO_EVENTS) audio.removeEventListener(name, this.#read);
      audio.removeEventListener("error", this.#fail);
      cancelAnimationFrame(this.#frame);
      this.#audio = null;
      this.#recording = null;
      this.#state = { ...this.#state, hasAudio: false, isPlaying: false };
      this.#tell();
    };
  };

  async #play(audio: HTMLAudioElement): Promise<void> {
    try {
      await audio.play();
    } catch (error) {
      // A pause right after play rejects with AbortError: that is the reader's wish and no failure.
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.#fail();
    }
  }

  #read = (): void => {
    const audio = this.#audio;
    const recording = this.#recording;
    if (!audio || !recording) return;
    this.#positionMs = toPositionMs(recording, audio.currentTime * 1000);
    const isPlaying = !audio.paused && !audio.ended;
    if (isPlaying !== this.#state.isPlaying || audio.playbackRate !== this.#state.rate) {
      this.#state = { ...this.#state, isPlaying, rate: audio.playbackRate };
    }
    cancelAnimationFrame(this.#frame);
    if (isPlaying) this.#frame = requestAnimationFrame(this.#read);
    this.#tell();
  };

  /** The element gets another file for the same sound: what was said of the first no longer holds; it stands where it stood. */
  retry = (): void => {
    this.#state = { ...this.#state, failure: null };
    const audio = this.#audio;
    const positionMs = this.#positionMs;
    audio?.addEventListener("loadedmetadata", () => this.seek(positionMs), { once: true });
    this.#tell();
  };

  #fail = (): void => {
    const said = this.#audio?.error?.message;
    const failure = `The browser could not play this recording${said ? ` (${said})` : ""}.`;
    this.#state = { ...this.#state, isPlaying: false, failure };
    this.#tell();
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
