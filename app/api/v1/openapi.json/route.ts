import { route } from "@/lib/http/handle";
import { openApiDocument } from "./document";

/** The description of every endpoint; it needs no key, as it holds nobody's data. */
export const GET = route(async () => ({
  status: 200,
  headers: { "content-type": "application/json", "cache-control": "no-cache" },
  body: JSON.stringify(openApiDocument()),
}));
