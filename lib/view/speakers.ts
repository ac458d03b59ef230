import type { Timeline, TimelineItem } from "@/lib/model/timeline";

/** What the two sides of a call are called on screen. */
export interface Speakers {
  user: string;
  agent: string;
}

const CALLER = "caller";
/** The name stands on buttons, lanes and every row; whole it stands among the participants. */
const NAME_CHARACTERS_MAX = 24;

/**
 * Names the sides: the user is "caller" when the participant is SIP or unnamed, else goes by the name that the room
 * knows; the agent is always "agent" (its name stands in the header). Source: SCREENS.md, fonts paragraph.
 */
export function nameSpeakers(timeline: Pick<Timeline, "participants">): Speakers {
  const named = timeline.participants.find((one) => one.kind === "user" && one.name !== null && one.name.trim() !== "");
  const name = named?.name?.trim() ?? CALLER;
  return { user: name.toLowerCase() === CALLER ? CALLER : shorten(name), agent: "agent" };
}

function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= NAME_CHARACTERS_MAX) return name;
  return `${characters
    .slice(0, NAME_CHARACTERS_MAX - 1)
    .join("")
    .trimEnd()}…`;
}

/** Who an item is by, for the list's second column: `Caller`, `Agent`, `System`. */
export function speakerOf(item: TimelineItem, speakers: Speakers): string {
  if (item.role === "user") return capitalise(speakers.user);
  if (item.role === "agent") return capitalise(speakers.agent);
  return "System";
}

/** First letter large. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
