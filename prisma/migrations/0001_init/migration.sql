-- Generated from schema.prisma, then finished by hand where Prisma has no words for it: the extension, the journal's
-- partitions, the storage of its bodies, the fill factor of activity. Partitions and functions are no drift to Prisma.

-- Finds words anywhere in a text by index (session_text).
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "record_sessions" BOOLEAN NOT NULL DEFAULT true,
    "record_audio" BOOLEAN NOT NULL DEFAULT true,
    "record_transcript" BOOLEAN NOT NULL DEFAULT true,
    "record_traces" BOOLEAN NOT NULL DEFAULT true,
    "record_logs" BOOLEAN NOT NULL DEFAULT true,
    "session_days" INTEGER NOT NULL DEFAULT 30,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "secret_encrypted" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seq" BIGSERIAL NOT NULL,
    "signal" SMALLINT NOT NULL,
    "encoding" SMALLINT NOT NULL,
    "record_count" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("project_id","session_id","received_at","seq")
) PARTITION BY RANGE ("received_at");

-- Bodies are gzip already: PostgreSQL must not try to compress them again.
ALTER TABLE "journal_entry" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- Takes what no day's partition does, so that nothing is ever refused; normally empty.
CREATE TABLE "journal_entry_default" PARTITION OF "journal_entry" DEFAULT;

-- Makes the partitions (UTC days) of today and the given number of days after it, and answers how many are new. Entries that
-- the default partition holds for such a day are moved into it.
CREATE FUNCTION "ensure_journal_partitions"(days_ahead INTEGER) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
    day DATE;
    part TEXT;
    lower_bound TIMESTAMPTZ;
    upper_bound TIMESTAMPTZ;
    made INTEGER := 0;
BEGIN
    -- Several processes may ask at once: the second waits and then finds them made.
    PERFORM pg_advisory_xact_lock(hashtext('ensure_journal_partitions'));
    FOR n IN 0..days_ahead LOOP
        day := (now() AT TIME ZONE 'UTC')::DATE + n;
        part := 'journal_entry_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
        lower_bound := day::TIMESTAMP AT TIME ZONE 'UTC';
        upper_bound := (day + 1)::TIMESTAMP AT TIME ZONE 'UTC';
        EXECUTE format('CREATE TABLE %I (LIKE "journal_entry" INCLUDING ALL)', part);
        -- Otherwise an entry could enter the default partition between the move and the attachment, which would then fail.
        LOCK TABLE "journal_entry_default" IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM "journal_entry_default" WHERE "received_at" >= $1 AND "received_at" < $2 RETURNING *)
             INSERT INTO %I SELECT * FROM moved', part) USING lower_bound, upper_bound;
        EXECUTE format('ALTER TABLE "journal_entry" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, lower_bound, upper_bound);
        made := made + 1;
    END LOOP;
    RETURN made;
END $$;

-- The first days, so that not even the first entry lies in the default partition.
SELECT "ensure_journal_partitions"(3);

-- CreateTable
CREATE TABLE "activity" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "journal_bytes" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "ended" BOOLEAN NOT NULL DEFAULT false,
    "claimed_at" TIMESTAMPTZ(3),
    "digested_bytes" BIGINT NOT NULL DEFAULT 0,
    "digested_at" TIMESTAMPTZ(3),

    CONSTRAINT "activity_pkey" PRIMARY KEY ("project_id","session_id")
) WITH (fillfactor = 40); -- every flush updates rows here: with room in the page, no index is touched

-- CreateTable
CREATE TABLE "session" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "room_id" TEXT,
    "room_name" TEXT,
    "agent_name" TEXT,
    "sdk_language" TEXT,
    "sdk_version" TEXT,
    "status" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "duration_ms" DOUBLE PRECISION,
    "user_turn_count" INTEGER NOT NULL,
    "agent_turn_count" INTEGER NOT NULL,
    "tool_call_count" INTEGER NOT NULL,
    "tool_error_count" INTEGER NOT NULL,
    "interruption_count" INTEGER NOT NULL,
    "handoff_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "e2e_p50_ms" DOUBLE PRECISION,
    "e2e_p95_ms" DOUBLE PRECISION,
    "close_reason" TEXT,
    "outcome" TEXT,
    "tags" TEXT[],
    "usage" JSONB NOT NULL,
    "first_received_at" TIMESTAMPTZ(6) NOT NULL,
    "last_received_at" TIMESTAMPTZ(6) NOT NULL,
    "journal_bytes" BIGINT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("project_id","session_id")
);

-- CreateTable
CREATE TABLE "turn" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "item_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "start_ms" DOUBLE PRECISION NOT NULL,
    "end_ms" DOUBLE PRECISION,
    "text" TEXT NOT NULL,
    "interrupted" BOOLEAN NOT NULL,
    "confidence" DOUBLE PRECISION,
    "e2e_latency_ms" DOUBLE PRECISION,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("project_id","session_id","index")
);

-- CreateTable
CREATE TABLE "tool_call" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "call_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "start_ms" DOUBLE PRECISION NOT NULL,
    "duration_ms" DOUBLE PRECISION,
    "is_error" BOOLEAN,

    CONSTRAINT "tool_call_pkey" PRIMARY KEY ("project_id","session_id","index")
);

-- CreateTable
CREATE TABLE "model_usage" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "model_usage_pkey" PRIMARY KEY ("project_id","session_id","index")
);

-- CreateTable
CREATE TABLE "recording" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "blob_key" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "content_type" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "declared_duration_ms" DOUBLE PRECISION,
    "duration_ms" DOUBLE PRECISION,
    "peaks_blob_key" TEXT,
    "claimed_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "recording_pkey" PRIMARY KEY ("project_id","session_id")
);

-- CreateTable
CREATE TABLE "session_text" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at_ms" DOUBLE PRECISION[],

    CONSTRAINT "session_text_pkey" PRIMARY KEY ("project_id","session_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "project_slug_key" ON "project"("slug");

-- CreateIndex
CREATE INDEX "api_key_project_id_idx" ON "api_key"("project_id");

-- CreateIndex
CREATE INDEX "session_project_id_started_at_session_id_idx" ON "session"("project_id", "started_at" DESC, "session_id" DESC);

-- CreateIndex
CREATE INDEX "session_project_id_status_started_at_idx" ON "session"("project_id", "status", "started_at" DESC);

-- CreateIndex
CREATE INDEX "session_project_id_room_id_idx" ON "session"("project_id", "room_id");

-- CreateIndex
CREATE INDEX "session_text_trgm" ON "session_text" USING GIN ("text" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
