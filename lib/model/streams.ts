import { z } from "zod";

/**
 * Data of the event `closed`, a stream's last: its reader lost the right to it. `conflict`: he may still read, but less; asking anew
 * gives him what he may. With any other code a new request would be refused in these words.
 */
export const StreamClosed = z.object({ code: z.string(), message: z.string() });
export type StreamClosed = z.infer<typeof StreamClosed>;
