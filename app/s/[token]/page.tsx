import type { Metadata } from "next";
import { headers } from "next/headers";
import { linkDoor } from "@/components/session/door";
import { LinkVoid } from "@/components/session/link-void";
import { SessionScreen } from "@/components/session/session-screen";
import { openShare } from "@/lib/access/shares";
import { AppError } from "@/lib/errors";
import type { Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import { hasPeaks } from "@/lib/query/recording";

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
  return (
    <SessionScreen
      door={linkDoor(token, opened.rights)}
      sessionId={opened.sessionId}
      search={search.toString()}
      hasPeaks={opened.rights.includes("hear") && (await hasPeaks(opened.scope, opened.sessionId))}
    />
  );
}

async function open(
  token: string,
): Promise<{ words: string } | { scope: ProjectScope; sessionId: string; rights: Right[] }> {
  const sent = await headers();
  const call = { address: sent.get("x-earshot-address"), header: (name: string) => sent.get(name) };
  try {
    const { share, scope, rights } = await openShare(call, token);
    if (!share) throw new Error("a link's reader without a link");
    return { scope, sessionId: share.sessionId, rights: [...rights] };
  } catch (error) {
    if (error instanceof AppError) return { words: error.message };
    throw error;
  }
}
