-- Every filter and sort of the list finds its first page by an index, so that 100,000 sessions take as long as 1,000.

-- CreateIndex
CREATE INDEX "session_project_id_agent_name_started_at_session_id_idx" ON "session"("project_id", "agent_name", "started_at" DESC, "session_id" DESC);

-- CreateIndex
CREATE INDEX "session_tags_idx" ON "session" USING GIN ("tags");

-- Prisma has no words for these: the sort keys of lib/query/sessions.ts, where missing figures come last either way.
CREATE INDEX "session_longest" ON "session"("project_id", COALESCE("duration_ms", -1e18) DESC, "session_id" DESC);
CREATE INDEX "session_shortest" ON "session"("project_id", COALESCE("duration_ms", 1e18), "session_id");
CREATE INDEX "session_slowest" ON "session"("project_id", COALESCE("e2e_p95_ms", -1e18) DESC, "session_id" DESC);
CREATE INDEX "session_fastest" ON "session"("project_id", COALESCE("e2e_p95_ms", 1e18), "session_id");
