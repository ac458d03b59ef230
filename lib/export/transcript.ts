import type { Transcript, TranscriptQuery } from "@/lib/model/timeline";
import { exportTranscriptVtt } from "./captions";
import { fileNameOf } from "./file-name";
import { exportTranscriptJson, exportTranscriptText } from "./turns";

const FORMATS: Record<TranscriptQuery["format"], { contentType: string; write: (transcript: Transcript) => string }> = {
  txt: { contentType: "text/plain; charset=utf-8", write: exportTranscriptText },
  json: { contentType: "application/json", write: exportTranscriptJson },
  vtt: { contentType: "text/vtt; charset=utf-8", write: exportTranscriptVtt },
};

/** A transcript as a file of that format. */
export function exportTranscript(
  transcript: Transcript,
  format: TranscriptQuery["format"],
): { fileName: string; contentType: string; content: string } {
  const { contentType, write } = FORMATS[format];
  const fileName = `${fileNameOf(transcript.session)}-transcript.${format}`;
  return { fileName, contentType, content: write(transcript) };
}
