import type { Samples } from "./decode";
import { SAMPLES_PER_SECOND } from "./ogg";

/** 10 ms a frame: fine enough for "who began when", long enough for one period of a deep voice (about 12 ms). */
export const FRAME_MS = 10;
export const FRAMES_PER_SECOND = 1000 / FRAME_MS;
const FRAME_SAMPLES = SAMPLES_PER_SECOND / FRAMES_PER_SECOND;
/** Below a third of the smallest 16-bit step a frame holds nothing at all: not even a microphone's hiss. dBFS. */
export const NOTHING_DB = -100;
/** One pole at about 76 Hz takes away direct current and mains hum, which are loud and no speech. */
const HIGH_PASS = 0.99;

/** How loud each frame of each channel is: dBFS (0 is a full-scale square wave), `NOTHING_DB` for digital silence. */
export type Levels = Float32Array[];

/** Measures decoded sound frame by frame; memory: 1.4 MB for an hour of one channel. */
export class LevelMeter {
  readonly #channels: Channel[];
  #sampleCount = 0;

  constructor(channelCount: number) {
    this.#channels = Array.from({ length: channelCount }, () => ({
      levels: new Float32Array(FRAMES_PER_SECOND * 60),
      energy: 0,
      before: 0,
      filtered: 0,
    }));
  }

  take({ channels, sampleCount }: Samples): void {
    for (let at = 0; at < sampleCount; ) {
      const filled = this.#sampleCount % FRAME_SAMPLES;
      const end = Math.min(sampleCount, at + FRAME_SAMPLES - filled);
      for (const [index, channel] of this.#channels.entries()) addEnergy(channel, channels[index], at, end);
      this.#sampleCount += end - at;
      at = end;
      if (this.#sampleCount % FRAME_SAMPLES === 0) this.#closeFrame(FRAME_SAMPLES);
    }
  }

  finish(): Levels {
    const restSamples = this.#sampleCount % FRAME_SAMPLES;
    if (restSamples > 0) this.#closeFrame(restSamples);
    const frameCount = Math.ceil(this.#sampleCount / FRAME_SAMPLES);
    return this.#channels.map(({ levels }) => levels.slice(0, frameCount));
  }

  #closeFrame(sampleCount: number): void {
    const frame = Math.ceil(this.#sampleCount / FRAME_SAMPLES) - 1;
    for (const channel of this.#channels) {
      if (frame >= channel.levels.length) {
        const grown = new Float32Array(channel.levels.length * 2);
        grown.set(channel.levels);
        channel.levels = grown;
      }
      channel.levels[frame] = toDb(channel.energy / sampleCount);
      channel.energy = 0;
    }
  }
}

interface Channel {
  levels: Float32Array;
  /** Sum of squares of the frame being filled. */
  energy: number;
  /** The filter's memory: the last sample, and what came of it. */
  before: number;
  filtered: number;
}

function addEnergy(channel: Channel, samples: Float32Array | undefined, start: number, end: number): void {
  if (samples === undefined) return;
  let { energy, before, filtered } = channel;
  for (let i = start; i < end; i += 1) {
    const sample = samples[i] as number;
    filtered = HIGH_PASS * (filtered + sample - before);
    before = sample;
    energy += filtered * filtered;
  }
  channel.energy = energy;
  channel.before = before;
  // A filter that fades out for ever would end in denormal numbers, which are slow.
  channel.filtered = Math.abs(filtered) < 1e-12 ? 0 : filtered;
}

function toDb(power: number): number {
  return power <= 1e-10 ? NOTHING_DB : 10 * Math.log10(power);
}
