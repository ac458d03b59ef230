import { route } from "@/lib/http/handle";

/** The process runs and answers; nothing else is looked at. */
export const GET = route(async () => ({
  status: 200,
  headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  body: "ok\n",
}));
