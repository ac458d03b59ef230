import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { holdScripts, LATE_SCRIPTS, runLate } from "@/lib/http/late-scripts";

const NONCE = "abc+/=";
const SCRIPT = `<script src="/_next/static/chunks/one.js" async="" nonce="${NONCE}"></script>`;
const WISH = `<meta name="${LATE_SCRIPTS}" content="yes"/>`;
const page = (head: string, body = "é") => `<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`;

it("has async scripts fetched at once and run later, by a script with the page's nonce", () => {
  const head = runLate(page(`${SCRIPT}<script async="" src="/two.js?a=1&amp;b=2"></script>${WISH}`), NONCE);
  expect(head).not.toMatch(/<script[^>]+src=/);
  const link = (href: string) =>
    `<link rel="preload" as="script" fetchpriority="low" nonce="${NONCE}" href="${href}"/>`;
  expect(head).toContain(link("/_next/static/chunks/one.js") + link("/two.js?a=1&amp;b=2"));
  expect(head).toMatch(/<script nonce="abc\+\/=">.*<\/script><\/head><body>é<\/body>/s);
  expect(head).toContain('["/_next/static/chunks/one.js","/two.js?a=1&b=2"]');
});

it("leaves alone what is no async script, what stands behind the head, and pages that do not ask", () => {
  const classic = `<script src="/old.js" noModule="" nonce="${NONCE}"></script><script nonce="${NONCE}">1</script>`;
  expect(runLate(page(WISH + classic, SCRIPT), NONCE)).toContain(`${WISH}${classic}`);
  expect(runLate(page(WISH, SCRIPT), NONCE)).toContain(`<body>${SCRIPT}</body>`);
  for (const html of [page(SCRIPT), page(SCRIPT, WISH), `<head>${WISH}${SCRIPT}`, ""]) {
    expect(runLate(html, NONCE)).toBe(html);
  }
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves pieces through a held response, and answers what a client reads. */
async function read(type: string, pieces: (Buffer | string)[], last?: string): Promise<Buffer> {
  const server = createServer((_request, response) => {
    holdScripts(response, NONCE);
    response.setHeader("content-type", type);
    for (const piece of pieces) response.write(piece);
    response.end(last);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return Buffer.from(await answer.arrayBuffer());
}

const html = page(`<title>Zürich</title>${SCRIPT}${WISH}`, "Öl");

it("edits a page that comes in pieces, wherever they are cut", async () => {
  const bytes = Buffer.from(html);
  const pieces = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
  expect((await read("text/html; charset=utf-8", pieces)).toString()).toBe(runLate(html, NONCE));
});

it("sends a page whose head never ends, and one that comes with the end, whole", async () => {
  expect((await read("text/html", ["<head>", SCRIPT])).toString()).toBe(`<head>${SCRIPT}`);
  expect((await read("text/html", [], "moved")).toString()).toBe("moved");
  expect((await read("text/html", [])).length).toBe(0);
});

it("passes on a head that is too long, and what is no page, byte by byte as it is", async () => {
  const long = "x".repeat(300_000);
  expect((await read("text/html", [long, html])).toString()).toBe(long + html);
  const picture = Buffer.from([0xff, 0x00, 0xfe, ...Buffer.from(html)]);
  expect(await read("image/png", [picture, picture])).toEqual(Buffer.concat([picture, picture]));
});
