"use client";
import { useRouter } from "next/navigation";
import { useDeferredValue } from "react";
import type { Place, PlaceSource } from "@/components/ui/palette";
import { sessionPath } from "@/lib/view/paths";
import { listScreens, sessionPlaceHint, sessionPlaceText } from "@/lib/view/screens";
import { useSessionSearch } from "./use-session-search";

/** What the palette offers for these words: of the screen, of the product, and sessions as the server finds them. */
export function usePlaces(
  project: string,
  sources: ReadonlySet<{ current: PlaceSource }>,
  query: string,
): { places: Place[]; status: string } {
  const router = useRouter();
  const words = useDeferredValue(query);
  const search = useSessionSearch(project, words.trim());
  const here = [...sources].flatMap((source) => source.current(words));
  const screens = listScreens(project, words).map(
    ({ text, href }): Place => ({
      id: `screen ${href}`,
      group: "Screens",
      text,
      hint: "",
      go: () => router.push(href),
    }),
  );
  const sessions = (search.data?.sessions ?? []).map((session): Place => {
    const path = sessionPath(project, session.id);
    const at = session.snippet ? `?t=${session.snippet.atMs / 1000}` : "";
    return {
      ...{ id: `session ${session.id}`, group: "Sessions", go: () => router.push(path + at) },
      ...{ text: sessionPlaceText(session), hint: sessionPlaceHint(session, Date.now()) },
    };
  });
  const status = search.isError
    ? `Sessions could not be searched: ${search.error.message}`
    : search.isFetching
      ? "Searching sessions…"
      : "↑ ↓ to choose, Enter to go, Esc to close";
  return { places: [...here, ...screens, ...sessions], status };
}
