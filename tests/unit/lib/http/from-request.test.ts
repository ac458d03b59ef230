import { expect, it } from "vitest";
import { toCall } from "@/lib/http/from-request";

function upload(body: BodyInit | null): Request {
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new Request("http://host/path?a=1&a=2", init);
}

function chunked(...chunks: string[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk));
      controller.close();
    },
  });
}

it("gives method, path, query, parameters and headers", () => {
  const call = toCall(upload("x"), { id: "1" });
  expect(call).toMatchObject({ method: "POST", path: "/path", params: { id: "1" } });
  expect(call.query.getAll("a")).toEqual(["1", "2"]);
  expect(call.header("content-type")).toContain("text/plain");
  expect(call.header("none")).toBeNull();
});

it("reads a body of exactly the limit, in one piece", async () => {
  expect(String(await toCall(upload(chunked("abc", "de")), {}).readBody(5))).toBe("abcde");
});

it("refuses a body above the limit while it comes, and says the limit", async () => {
  const reading = toCall(upload(chunked("abc", "def")), {}).readBody(5);
  await expect(reading).rejects.toMatchObject({ code: "too-large", message: expect.stringContaining("5 bytes") });
});

it("a request without a body has an empty one", async () => {
  expect((await toCall(upload(null), {}).readBody(5)).length).toBe(0);
});
