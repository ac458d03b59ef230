import { z } from "zod";

/** How long a caller may wait for an answer (milliseconds) until screens call it slow, and very slow. Set in `config.ts`. */
export const WaitBounds = z.object({ goodMsMax: z.number(), slowMsMax: z.number() });
export type WaitBounds = z.infer<typeof WaitBounds>;

/**
 * What counts when nothing else is set. People leave a fifth of a second to half a second between turns and grant machines
 * about one; after one and a half, callers of the captured conversations begin to ask whether anyone is there.
 */
export const WAIT_BOUNDS: WaitBounds = { goodMsMax: 1000, slowMsMax: 1500 };
