import { allScopes } from "@/lib/access/scopes";
import {
  type ClaimedActivity,
  claimDue,
  type FinishedActivity,
  finishActivity,
  postponeActivity,
} from "@/lib/journal/activity";
import { log } from "@/lib/log";
import type { ProjectScope } from "@/lib/model/scope";
import { saveDigests } from "@/lib/store/digests";
import { type DigestInput, type Due, readInputs } from "./digest-inputs";
import { foldKnown, foldNamed } from "./folds";

/** Sessions of one claim; one transaction saves those of a project together. */
const CLAIM_MAX = 32;
/** Journal bytes (gzip) decoded together: ten times as much is in memory for a moment. */
const BATCH_BYTES_MAX = 8 * 1024 * 1024;
/** Claims sessions with new entries and replaces their rows by what their whole journal says now. */
export async function digestDue(): Promise<{ isMore: boolean }> {
  const claims = await claimDue(CLAIM_MAX, new Date());
  if (claims.length === 0) return { isMore: false };
  const scopes = new Map((await allScopes()).map((scope) => [scope.projectId, scope]));
  for (const batch of batches(claims)) {
    const scope = scopes.get(batch[0]?.projectId ?? "");
    // A project that was deleted meanwhile: its entries go with it.
    if (scope) await digestApart(scope, batch);
  }
  return { isMore: claims.length >= CLAIM_MAX || claims.some(isSuspect) };
}

/** Claims of one project that fit into memory together; one whose last digest did not end comes last and alone. */
function batches(claims: ClaimedActivity[]): ClaimedActivity[][] {
  const found: ClaimedActivity[][] = [];
  let bytes = 0;
  const sound = claims.filter((claim) => !isSuspect(claim));
  for (const claim of sound.sort((a, b) => (a.projectId < b.projectId ? -1 : 1))) {
    const last = found.at(-1);
    bytes += claim.journalBytes;
    if (last && last[0]?.projectId === claim.projectId && bytes <= BATCH_BYTES_MAX) last.push(claim);
    else {
      found.push([claim]);
      bytes = claim.journalBytes;
    }
  }
  return [...found, ...claims.filter(isSuspect).map((claim) => [claim])];
}

function isSuspect({ attempts }: ClaimedActivity): boolean {
  return attempts > 1;
}

/** A batch that fails as a whole is taken one by one, so that the session at fault is the only one that is put off. */
async function digestApart(scope: ProjectScope, claims: ClaimedActivity[]): Promise<void> {
  try {
    await digestBatch(scope, claims);
  } catch (error) {
    const [first, ...others] = claims;
    if (first && others.length === 0) await postpone(scope, [{ sessionId: first.sessionId, error }]);
    else for (const claim of claims) await digestApart(scope, [claim]);
  }
}

async function digestBatch(scope: ProjectScope, claims: ClaimedActivity[]): Promise<void> {
  const startMs = performance.now();
  await foldKnown(scope, sessionIdsOf(claims));
  const { inputs: read, withoutSession, failed } = await readInputs(scope, claims, Date.now());
  const inputs = await foldInputs(scope, read, claims);
  const problems = [...failed, ...(await saveInputs(scope, inputs))];
  problems.push(...(await digestDisturbed(scope, inputs, claims)));
  // A trace may have been named while it was digested: its rows go again.
  await foldKnown(scope, sessionIdsOf(inputs));
  const bad = new Set(problems.map(({ sessionId }) => sessionId));
  const inputOf = new Map(inputs.map((input) => [input.sessionId, input]));
  const good = claims.filter(({ sessionId }) => !bad.has(sessionId));
  await finishActivity(
    scope,
    good.map((claim) => toFinished(claim, inputOf.get(claim.sessionId))),
    new Date(),
  );
  await postpone(scope, problems);
  const ms = Math.round(performance.now() - startMs);
  log.info("digested", {
    project: scope.projectId,
    sessions: inputs.length,
    without: withoutSession.length,
    failed: bad.size,
    ms,
  });
}

function sessionIdsOf(list: { sessionId: string }[]): string[] {
  return list.map(({ sessionId }) => sessionId);
}

/** The batch without what has become part of another session; what has grown by that is read once more. */
async function foldInputs(scope: ProjectScope, read: DigestInput[], claims: ClaimedActivity[]): Promise<DigestInput[]> {
  const { gone, grown } = await foldNamed(scope, read);
  if (gone.size === 0) return read;
  const kept = read.filter(({ sessionId }) => !gone.has(sessionId) && !grown.has(sessionId));
  const again = await readInputs(scope, dueOf(grown, claims), Date.now());
  return [...kept, ...again.inputs];
}

function dueOf(sessionIds: Set<string>, claims: ClaimedActivity[]): Due[] {
  const firstAt = new Date(Math.min(...claims.map((claim) => claim.firstAt.getTime())));
  return [...sessionIds].map((sessionId) => ({ sessionId, firstAt }));
}

/** What is left to do of a claim: more is expected of a live session, and of one of which only the beginning was read. */
function toFinished({ sessionId, journalBytes }: ClaimedActivity, input: DigestInput | undefined): FinishedActivity {
  const beginningBytes = input?.beginningBytes ?? null;
  return {
    sessionId,
    seenBytes: beginningBytes ?? journalBytes,
    isFinal: !input?.isLive && beginningBytes === null,
  };
}

type Problem = { sessionId: string; error: unknown };

/** Saves the batch at once; when that fails, one by one, so that a single bad session does not hold up its neighbours. */
async function saveInputs(scope: ProjectScope, inputs: DigestInput[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  try {
    await saveDigests(
      scope,
      inputs.map(({ toSave }) => toSave),
    );
  } catch (error) {
    const [first, ...others] = inputs;
    if (first && others.length === 0) problems.push({ sessionId: first.sessionId, error });
    else for (const input of inputs) problems.push(...(await saveInputs(scope, [input])));
  }
  return problems;
}

/** Once more the sessions whose recording may now belong to a session that was not known when they were digested. */
async function digestDisturbed(
  scope: ProjectScope,
  inputs: DigestInput[],
  claims: ClaimedActivity[],
): Promise<Problem[]> {
  const ids = new Set(inputs.flatMap(({ disturbs }) => disturbs ?? []));
  if (ids.size === 0) return [];
  const { inputs: again, failed } = await readInputs(scope, dueOf(ids, claims), Date.now());
  return [...failed, ...(await saveInputs(scope, again))];
}

/** Failed digests are tried again, later each time; how often is kept with the list, which outlives this process. */
async function postpone(scope: ProjectScope, problems: Problem[]): Promise<void> {
  if (problems.length === 0) return;
  for (const { sessionId, error } of problems) {
    log.error("digest failed", { project: scope.projectId, session: sessionId, error });
  }
  await postponeActivity(
    scope,
    problems.map(({ sessionId }) => sessionId),
    new Date(),
  );
}
