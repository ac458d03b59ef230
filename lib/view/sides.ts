/** Which sides of the call are heard. */
export interface HeardSides {
  user: boolean;
  agent: boolean;
}

export type Side = keyof HeardSides;

/** How loud each side (a channel of the recording) is at each ear, 0 or 1. */
export interface SideGains {
  userLeft: number;
  userRight: number;
  agentLeft: number;
  agentRight: number;
}

/** Both sides: as recorded, one at each ear. One side alone: at both ears, for a voice in one ear is hard to listen to. */
export function gainsOf({ user, agent }: HeardSides): SideGains {
  const isBoth = user && agent;
  return {
    userLeft: Number(user),
    userRight: Number(user && !isBoth),
    agentLeft: Number(agent && !isBoth),
    agentRight: Number(agent),
  };
}

/** Mutes a side, or lets it be heard again. */
export function toggleSide(heard: HeardSides, side: Side): HeardSides {
  return { ...heard, [side]: !heard[side] };
}

/** Lets one side be heard alone; when it is alone already, both. */
export function soloSide(heard: HeardSides, side: Side): HeardSides {
  const isAlone = heard.user !== heard.agent && heard[side];
  return isAlone ? { user: true, agent: true } : { user: side === "user", agent: side === "agent" };
}
