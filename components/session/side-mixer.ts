import { gainsOf, type HeardSides } from "@/lib/view/sides";

interface Graph {
  context: AudioContext;
  /** user → left, user → right, agent → left, agent → right. */
  gains: [GainNode, GainNode, GainNode, GainNode];
}

/**
 * Lets one side of the call be heard alone. The sound goes through Web Audio from the first time that a side is muted;
 * until then the browser plays the file by itself.
 */
export class SideMixer {
  #heard: HeardSides = { user: true, agent: true };
  // An element can be taken into Web Audio only once in its life.
  readonly #graphs = new WeakMap<HTMLAudioElement, Graph>();
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getHeard = (): HeardSides => this.#heard;

  hear = (heard: HeardSides, audio: HTMLAudioElement | null): void => {
    this.#heard = heard;
    if (audio) this.#apply(audio);
    for (const listener of this.#listeners) listener();
  };

  #apply(audio: HTMLAudioElement): void {
    const isAsRecorded = this.#heard.user && this.#heard.agent;
    if (isAsRecorded && !this.#graphs.has(audio)) return;
    const graph = this.#graphs.get(audio) ?? makeGraph(audio);
    this.#graphs.set(audio, graph);
    const { userLeft, userRight, agentLeft, agentRight } = gainsOf(this.#heard);
    for (const [index, value] of [userLeft, userRight, agentLeft, agentRight].entries()) {
      const gain = graph.gains[index]?.gain;
      if (gain) gain.value = value;
    }
    void graph.context.resume();
  }
}

function makeGraph(audio: HTMLAudioElement): Graph {
  const context = new AudioContext();
  const source = context.createMediaElementSource(audio);
  const splitter = context.createChannelSplitter(2);
  const merger = context.createChannelMerger(2);
  source.connect(splitter);
  const connect = (channel: 0 | 1, ear: 0 | 1) => {
    const gain = context.createGain();
    splitter.connect(gain, channel);
    gain.connect(merger, 0, ear);
    return gain;
  };
  const gains: Graph["gains"] = [connect(0, 0), connect(0, 1), connect(1, 0), connect(1, 1)];
  merger.connect(context.destination);
  return { context, gains };
}
