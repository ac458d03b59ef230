-- What the list asks of every session and no column told yet. Digests fill both; this fills them for sessions that are there.
ALTER TABLE "session" ADD COLUMN "token_count" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "has_recording" BOOLEAN NOT NULL DEFAULT false;

UPDATE "session" s SET
    "token_count" = coalesce((
        SELECT sum(coalesce((u ->> 'inputTokens')::NUMERIC, 0) + coalesce((u ->> 'outputTokens')::NUMERIC, 0))
        FROM jsonb_array_elements(CASE jsonb_typeof(s."usage") WHEN 'array' THEN s."usage" ELSE '[]' END) AS u
    ), 0),
    "has_recording" = EXISTS (
        SELECT FROM "recording" r WHERE r."project_id" = s."project_id" AND r."session_id" = s."session_id"
    );

-- CreateIndex
CREATE INDEX "session_project_id_interruption_count_session_id_idx" ON "session"("project_id", "interruption_count", "session_id");

-- CreateIndex
CREATE INDEX "session_project_id_tool_call_count_session_id_idx" ON "session"("project_id", "tool_call_count", "session_id");

-- CreateIndex
CREATE INDEX "session_project_id_error_count_session_id_idx" ON "session"("project_id", "error_count", "session_id");

-- CreateIndex
CREATE INDEX "session_project_id_token_count_session_id_idx" ON "session"("project_id", "token_count", "session_id");

-- Prisma has no words for these: the other sort keys of lib/query/session-order.ts. Where nothing is missing, one index serves
-- both directions.
CREATE INDEX "session_by_turns" ON "session"("project_id", ("user_turn_count" + "agent_turn_count"), "session_id");
CREATE INDEX "session_by_agent" ON "session"("project_id", COALESCE("agent_name", ''), "session_id");
CREATE INDEX "session_by_room" ON "session"("project_id", COALESCE("room_name", ''), "session_id");
CREATE INDEX "session_slowest_middle" ON "session"("project_id", COALESCE("e2e_p50_ms", -1e18) DESC, "session_id" DESC);
CREATE INDEX "session_fastest_middle" ON "session"("project_id", COALESCE("e2e_p50_ms", 1e18), "session_id");

-- CreateTable
CREATE TABLE "saved_view" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "filters" JSONB NOT NULL,
    "columns" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_project_id_name_key" ON "saved_view"("project_id", "name");
