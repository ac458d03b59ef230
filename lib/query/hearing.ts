import type { Timeline, TimelineDelta } from "@/lib/model/timeline";

/** Why there is no sound: for members of the project, and for whoever has a link. `view/awaited.ts` waits for none after "No audio". */
const UNHEARD = {
  member: "No audio for you. You may not hear recordings of this project; an owner or admin can give you that right.",
  link: "No audio: this link was made without the recording.",
};
type Listener = keyof typeof UNHEARD;

/** A timeline for somebody who may not hear recordings: all but the sound, and a sentence that says so where there is some. */
export function withoutSound(answer: object | Uint8Array, listener: Listener = "member"): Timeline {
  // Large sessions come as JSON from the thread that decoded them; both are our own answers.
  const timeline = (
    answer instanceof Uint8Array ? JSON.parse(Buffer.from(answer).toString("utf8")) : answer
  ) as Timeline;
  if (!timeline.recording) return timeline;
  return { ...timeline, recording: null, missing: [UNHEARD[listener], ...timeline.missing] };
}

/** The same for what is new in a session that is being followed. */
export function deltaWithoutSound(delta: TimelineDelta, listener: Listener = "member"): TimelineDelta {
  const { audio, missing } = delta;
  const words = missing && audio?.recording ? [UNHEARD[listener], ...missing] : missing;
  return { ...delta, audio: audio && { ...audio, recording: null }, missing: words };
}
