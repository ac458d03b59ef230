import { expect, it } from "vitest";
import { GET, POST } from "@/app/api/[...path]/route";
import { POST as toTelemetry } from "@/app/observability/[...path]/route";
import { POST as toOtlp } from "@/app/v1/[...path]/route";

it.each([GET, POST, toTelemetry, toOtlp])(
  "an unknown path is refused in JSON that says where to look",
  async (method) => {
    const reply = await method(new Request("http://earshot.test/api/v1/sesions"));
    expect(reply.status).toBe(404);
    const body = (await reply.json()) as { error: { code: string; message: string } };
    expect(body.error.code).toBe("not-found");
    expect(body.error.message).toContain("/api/v1/sesions");
    expect(body.error.message).toContain("/api/v1/openapi.json");
  },
);
