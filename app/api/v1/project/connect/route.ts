import { z } from "zod";
import { loadConnection } from "@/lib/access/connection";
import { read } from "@/lib/http/read";

/** What an agent's environment and livekit-server's configuration need to send to this project; without the secret. */
export const GET = read(z.object({}), loadConnection);
