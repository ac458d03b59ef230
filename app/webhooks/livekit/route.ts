import { authenticateWebhook } from "@/lib/access/webhook";
import { route } from "@/lib/http/handle";
import { ingestWebhook } from "@/lib/ingest";

/** A webhook tells of one event: a few kilobytes. */
const BYTES_MAX = 1024 * 1024;

/** Takes livekit-server's webhooks (PROTOCOL §8); 200 after the commit. */
export const POST = route(async (call) => {
  const body = await call.readBody(BYTES_MAX);
  return ingestWebhook(await authenticateWebhook(call.header("authorization"), body), body);
});
