/** One server-sent event. */
export interface StreamEvent {
  event: string;
  data: string;
  /** Of this event or of the last one that had one. */
  id: string;
}

/**
 * Reads server-sent events off an answer's body as they come; comments are passed over. `onBytes` is told of anything that came, also
 * of what says only that the server is there. Errors: those of the body.
 * Source: WHATWG HTML, server-sent events, "Interpreting an event stream".
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => undefined,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let open = "";
  let event: StreamEvent = { event: "", data: "", id: "" };
  for await (const bytes of body) {
    onBytes();
    const lines = (open + decoder.decode(bytes, { stream: true })).split("\n");
    open = lines.pop() ?? "";
    for (const ended of lines) {
      const line = ended.endsWith("\r") ? ended.slice(0, -1) : ended;
      if (line !== "") take(event, line);
      else {
        if (event.data !== "") yield { ...event, data: event.data.slice(0, -1) };
        event = { event: "", data: "", id: event.id };
      }
    }
  }
}

function take(event: StreamEvent, line: string): void {
  const colon = line.indexOf(":");
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
  if (name === "event") event.event = value;
  else if (name === "id") event.id = value;
  else if (name === "data") event.data += `${value}\n`;
}
