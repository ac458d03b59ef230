import type { ServerResponse } from "node:http";

/** The name of the `<meta>` by which a page asks to be painted before its scripts run. */
export const LATE_SCRIPTS = "earshot-late-scripts";

/** Longer heads are sent as they are. */
const HEAD_BYTES_MAX = 256 * 1024;
/** Scripts wait no longer for a picture: a browser that has none to make makes none. */
const PICTURE_MS_MAX = 500;
/** As Next.js 16 writes them, in this or another order. */
const ASYNC_SCRIPT = /<script (?=[^>]*\basync="")[^>]*\bsrc="([^"]+)"[^>]*><\/script>/g;

/**
 * Edits what is written into a page's response: its scripts run after its first picture when its head asks for that (`runLate`). Nothing is
 * held back longer than the head. `nonce`: of the page's security policy.
 * Source: next 16.4.5, dist/server/pipe-readable.js: bytes, without callbacks.
 */
export function holdScripts(response: ServerResponse, nonce: string): void {
  const { write, end } = response;
  let held = Buffer.alloc(0);
  const letGo = (): boolean => {
    response.write = write;
    response.end = end;
    // A letter a byte: the last character may not be whole yet.
    const page = isPage(response) ? Buffer.from(runLate(held.toString("latin1"), nonce), "latin1") : held;
    return page.length === 0 || response.write(page);
  };
  response.write = (piece: unknown) => {
    held = Buffer.concat([held, Buffer.from(piece as Uint8Array)]);
    const isEnough = !isPage(response) || held.length > HEAD_BYTES_MAX || held.includes("</head>");
    return isEnough ? letGo() : true;
  };
  response.end = (...last: unknown[]) => {
    letGo();
    return Reflect.apply(end, response, last);
  };
}

/**
 * A page whose async scripts are only fetched while it is read, and run when it has been painted. They would else run before that when
 * the browser has them in its cache, for a tenth of a second. Pages that do not ask for it (`LATE_SCRIPTS`) stay as they are.
 */
export function runLate(html: string, nonce: string): string {
  const end = html.indexOf("</head>");
  const head = html.slice(0, end);
  if (end === -1 || !head.includes(`name="${LATE_SCRIPTS}"`)) return html;
  const sources: string[] = [];
  const fetched = head.replace(ASYNC_SCRIPT, (_tag, source: string) => {
    sources.push(source.replaceAll("&amp;", "&"));
    return `<link rel="preload" as="script" fetchpriority="low" nonce="${nonce}" href="${source}"/>`;
  });
  return `${fetched}<script nonce="${nonce}">${starter(sources)}</script>${html.slice(end)}`;
}

/** Runs in the page. A task that is set in a frame comes after that frame's picture; a tab behind has no frames. */
function starter(sources: readonly string[]): string {
  const list = JSON.stringify(sources).replaceAll("<", "\\u003c");
  return `(function(){var isDone=false;function run(){if(isDone)return;isDone=true;${list}.forEach(function(source){
var script=document.createElement("script");script.src=source;script.async=true;document.head.append(script)})}
if(document.hidden)return run();
document.addEventListener("DOMContentLoaded",function(){requestAnimationFrame(function(){setTimeout(run)})});
setTimeout(run,${PICTURE_MS_MAX})})()`;
}

function isPage(response: ServerResponse): boolean {
  return String(response.getHeader("content-type")).startsWith("text/html") && !response.hasHeader("content-length");
}
