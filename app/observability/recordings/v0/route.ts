import { authenticateSender } from "@/lib/access/ingest";
import { route } from "@/lib/http/handle";
import { ingestRecording, recordingError } from "@/lib/ingest";

/** Takes recordings of LiveKit Agents SDKs (PROTOCOL §4): multipart, streamed to the blob store; 200 after the commit. */
export const POST = route(
  async (call) => ingestRecording(await authenticateSender(call.header("authorization")), call),
  { errorBody: recordingError },
);
