import { Readable } from "node:stream";
import { checkSameOrigin } from "@/lib/access/origin";
import { authenticateReader } from "@/lib/access/reader";
import { AppError } from "@/lib/errors";
import { route } from "@/lib/http/handle";
import { rangeReply } from "@/lib/http/range";
import { json, parseInput, queryFields } from "@/lib/http/read";
import { BUILD_LOG_BYTES_MAX, type BuildLogAnswer, BuildLogInput, BuildLogQuery } from "@/lib/model/agents";
import { buildLogEdit } from "@/lib/policy/build-log";
import { loadBuildLog } from "@/lib/query/build-logs";
import { loadProject } from "@/lib/query/projects";
import { deleteBuildLogText, type NewBuild, saveBuild, saveBuildLogText } from "@/lib/store/deployments";
import { type BuildSigns, newBuildSigns, readBuildLog } from "@/lib/wire/buildkit/read-log";

/** The text of a build log, in ranges. */
export const GET = route(async (call) => {
  const { scope } = await authenticateReader(call);
  const input = parseInput(BuildLogQuery, { ...queryFields(call.query), ...call.params });
  const reply = await rangeReply(call, await loadBuildLog(scope, input.id, input.version));
  if (!input.download) return reply;
  const name = `build-${input.id}-${input.version}`.replaceAll(/[^\w.-]+/g, "_").slice(0, 150);
  return { ...reply, headers: { ...reply.headers, "content-disposition": `attachment; filename="${name}.log"` } };
});

/** Takes the output of a build as it was printed, or BuildKit's statuses, and replaces in it what the project's rules find; the version need not run yet. */
export const POST = route(async (call) => {
  checkSameOrigin(call);
  const { scope, actor } = await authenticateReader(call, "send");
  const input = parseInput(BuildLogInput, { ...queryFields(call.query), ...call.params });
  const signs = newBuildSigns();
  const edit = buildLogEdit((await loadProject(scope)).redaction);
  const log = readBuildLog(call.streamBody(), signs, { bytesMax: BUILD_LOG_BYTES_MAX, edit });
  const text = Readable.from(log, { objectMode: false });
  const stored = await saveBuildLogText(scope, text, 2 * BUILD_LOG_BYTES_MAX);
  const build = { ...toBuild(input, signs, actor.name), ...stored };
  try {
    if (stored.sizeBytes === 0) throw new AppError("invalid", "The body is empty: send the output of the build.");
    await saveBuild(scope, build);
  } catch (error) {
    await deleteBuildLogText(stored.blobKey);
    throw error;
  }
  return { ...json(toAnswer(build), { project: scope.projectId, bytes: stored.sizeBytes }), status: 201 };
});

function toBuild(input: BuildLogInput, signs: BuildSigns, sender: string): Omit<NewBuild, "blobKey" | "sizeBytes"> {
  const startedAt = input.startedAt ?? signs.startedMs;
  const endedAt = input.endedAt ?? signs.endedMs ?? (startedAt === null ? null : Date.now());
  return {
    agent: input.id,
    version: input.version,
    commit: input.commit || null,
    deployedBy: input.by || sender,
    status: input.status ?? (signs.error === null ? "succeeded" : "failed"),
    startedAt: startedAt === null ? null : new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
    error: input.status === "succeeded" ? null : (signs.error?.slice(0, 2000).replaceAll("\0", "") ?? null),
  };
}

function toAnswer({ agent, version, status, startedAt, endedAt, error, sizeBytes }: NewBuild): BuildLogAnswer {
  const build = {
    ...{ status, error, sizeBytes, hasLog: true },
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    durationMs: startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : null,
  };
  return { agent, version, build };
}
