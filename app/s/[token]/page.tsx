import type { Metadata } from "next";
import { headers } from "next/headers";
import { linkDoor } from "@/components/session/door";
import { LinkVoid } from "@/components/session/link-void";
import { SessionScreen } from "@/components/session/session-screen";
import { openShare } from "@/lib/access/shares";
import { AppError } from "@/lib/errors";
import { LATE_SCRIPTS } from "@/lib/http/late-scripts";
import type { Reader } from "@/lib/model/people";
import type { ShareGrant } from "@/lib/model/shares";
import { loadOpening } from "../../load-opening";

export const metadata: Metadata = { title: "Shared session", robots: { index: false, follow: false } };

interface PageProps {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SharedSessionPage({ params, searchParams }: PageProps) {
  const { token } = await params;
  const opened = await open(token);
  if ("words" in opened) {
    return (
      <main id="content">
        <LinkVoid words={opened.words} />
      </main>
    );
  }
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === "string") search.set(name, value);
  }
  const { sessionId } = opened.share;
  const brought = await loadOpening(opened, sessionId);
  return (
    <>
      {brought.opening && <meta name={LATE_SCRIPTS} content="yes" />}
      <SessionScreen
        door={linkDoor(token, [...opened.rights])}
        sessionId={sessionId}
        search={search.toString()}
        {...brought}
      />
    </>
  );
}

async function open(token: string): Promise<{ words: string } | (Reader & { share: ShareGrant })> {
  const sent = await headers();
  const call = { address: sent.get("x-earshot-address"), header: (name: string) => sent.get(name) };
  try {
    const reader = await openShare(call, token);
    if (!reader.share) throw new Error("a link's reader without a link");
    return { ...reader, share: reader.share };
  } catch (error) {
    if (error instanceof AppError) return { words: error.message };
    throw error;
  }
}
