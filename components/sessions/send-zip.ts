import { RequestError } from "@/components/ui/fetch-json";
import { ImportAnswer } from "@/lib/model/imports";

/** What the server says when it refuses, `{ error: { message } }`; a proxy in between may say anything. */
function saidBy(request: XMLHttpRequest): string {
  try {
    const { error } = JSON.parse(request.responseText) as { error?: { message?: unknown } };
    if (typeof error?.message === "string") return error.message;
  } catch {
    // No JSON: the status has to do.
  }
  return `The server answered with status ${request.status} and no explanation.`;
}

/**
 * Sends a zip to be imported and answers the session's id here. By XMLHttpRequest, because fetch does not tell how far an upload is.
 * `onProgress`: which share was sent, 0 to 1. Throws `RequestError` with the server's own words.
 */
export function sendZip(project: string, file: File, onProgress: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/sessions/import?${new URLSearchParams({ project })}`);
    request.setRequestHeader("content-type", "application/zip");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => {
      const words = "The connection broke off before the server answered. Is it still running?";
      reject(new RequestError(0, "unreachable", words));
    };
    request.onload = () => {
      if (request.status !== 201) return reject(new RequestError(request.status, "refused", saidBy(request)));
      const answer = ImportAnswer.safeParse(JSON.parse(request.responseText));
      if (answer.success) resolve(answer.data.sessionId);
      else
        reject(new RequestError(request.status, "unreadable", "The server's answer has another shape than expected."));
    };
    request.send(file);
  });
}
