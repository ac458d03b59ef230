import { describe, expect, it } from "vitest";
import { lanes, toRoutePath } from "@/lib/http/lanes";

const handler = { direct: async () => ({ status: 200 }) };
const traces = { POST: handler };
const audio = { GET: handler };
const find = lanes({ "/v1/traces": traces, "/api/v1/sessions/[id]/audio": audio });

describe("lanes", () => {
  it("finds a fixed path and a path with parameters, decoded", () => {
    expect(find("/v1/traces")).toEqual({ handlers: traces, params: {} });
    expect(find("/api/v1/sessions/AJ_1%2Fx/audio")).toEqual({ handlers: audio, params: { id: "AJ_1/x" } });
  });

  it("leaves to Next.js what no pattern fits", () => {
    const others = [
      "/v1/traces/x",
      "/api/v1/sessions//audio",
      "/api/v1/sessions/a/b/audio",
      "/api/v1/sessions/%E0%A4%A/audio",
    ];
    for (const path of others) expect(find(path)).toBeNull();
  });
});

describe("toRoutePath", () => {
  it.each([
    ["//observability//traces/otlp/v0", "", "/observability/traces/otlp/v0"],
    ["/earshot/observability/traces/otlp/v0", "/earshot", "/observability/traces/otlp/v0"],
    ["/earshot//v1/traces/", "/earshot", "/v1/traces"],
    ["/earshots/v1/traces", "/earshot", "/earshots/v1/traces"],
    ["/earshot", "/earshot", "/"],
    ["/", "", "/"],
    ["//", "", "/"],
    ["http://insights.example.com:3311/earshot//v1/traces", "/earshot", "/v1/traces"],
    ["HTTPS://insights.example.com", "", "/"],
    ["/http://insights.example.com/v1/traces", "", "/http:/insights.example.com/v1/traces"],
  ])("%s with base path %j is %s", (url, basePath, path) => {
    expect(toRoutePath(url, basePath)).toEqual({ path, search: "" });
  });

  it("keeps the query as sent, slashes too", () => {
    expect(toRoutePath("/api//v1/sessions?q=a//b&x=%2F", "")).toEqual({
      path: "/api/v1/sessions",
      search: "?q=a//b&x=%2F",
    });
  });
});
