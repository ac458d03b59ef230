/** The file is at fault, not the program: what is wrong with it, in words for the person who looks for the waveform. */
export class AudioError extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "AudioError";
  }
}
