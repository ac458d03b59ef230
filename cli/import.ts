import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { ImportAnswer } from "@/lib/model/imports";
import { ask, type Target } from "./target";

/** Sends a zip, streamed, and answers where its session is now. Errors: those of the file, and of `ask`. */
export async function importFile(target: Target, path: string): Promise<string> {
  const { size } = await stat(path);
  const headers = { "content-type": "application/zip", "content-length": String(size) };
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream;
  const answer = await ask(target, "/api/v1/sessions/import", { method: "POST", headers, body });
  const { sessionId } = ImportAnswer.parse(await answer.json());
  return `Imported as ${sessionId}`;
}
