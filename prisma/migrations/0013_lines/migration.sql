-- What agent processes print: one row a line, in segments of ids that are indexed when they are full (docs/decisions/0014-lines.md).

-- CreateTable
CREATE TABLE "runtime_line" (
    "id" BIGSERIAL NOT NULL,
    "project_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "worker" TEXT NOT NULL,
    "seq" BIGINT,
    "stream" SMALLINT NOT NULL,
    "level" SMALLINT,
    "session_id" TEXT,
    "raw" TEXT NOT NULL,
    "fields" JSONB,
    "dropped" INTEGER,
    "terms" tsvector NOT NULL,

    CONSTRAINT "runtime_line_pkey" PRIMARY KEY ("project_id","at","id")
) PARTITION BY RANGE ("id");

-- Takes what no segment does, so that nothing is ever refused; normally empty.
CREATE TABLE "runtime_line_default" PARTITION OF "runtime_line" DEFAULT;

-- CreateTable
CREATE TABLE "line_segment" (
    "project_id" TEXT NOT NULL,
    "segment" BIGINT NOT NULL,
    "min_at" TIMESTAMPTZ(3) NOT NULL,
    "max_at" TIMESTAMPTZ(3) NOT NULL,
    "line_count" BIGINT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "indexed_at" TIMESTAMPTZ(3),

    CONSTRAINT "line_segment_pkey" PRIMARY KEY ("project_id","segment")
);

-- CreateTable
CREATE TABLE "line_minute" (
    "project_id" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "level" SMALLINT NOT NULL,
    "line_count" BIGINT NOT NULL,
    "dropped_count" BIGINT NOT NULL,

    CONSTRAINT "line_minute_pkey" PRIMARY KEY ("project_id","minute","level")
);

-- CreateTable
CREATE TABLE "worker" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "deployment" TEXT,
    "host" TEXT,
    "pid" INTEGER,
    "sender" TEXT NOT NULL,
    "sender_version" TEXT,
    "livekit_id" TEXT,
    "state" TEXT NOT NULL,
    "exit_code" INTEGER,
    "exit_signal" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_line_at" TIMESTAMPTZ(3),
    "line_count" BIGINT NOT NULL DEFAULT 0,
    "dropped_count" BIGINT NOT NULL DEFAULT 0,
    "recent_minute" TIMESTAMPTZ(3),
    "recent_count" BIGINT NOT NULL DEFAULT 0,
    "recent_count_before" BIGINT NOT NULL DEFAULT 0,
    "clock_offset_ms" DOUBLE PRECISION,
    "last_error" TEXT,
    "seen" int8multirange NOT NULL DEFAULT '{}',

    CONSTRAINT "worker_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "worker_job" (
    "project_id" TEXT NOT NULL,
    "worker" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "room_id" TEXT,
    "room_name" TEXT,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "error_count" BIGINT NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "state" TEXT NOT NULL DEFAULT 'running',
    "checked_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_job_pkey" PRIMARY KEY ("project_id","worker","job_id")
);

-- CreateIndex
CREATE INDEX "worker_project_id_agent_idx" ON "worker"("project_id", "agent");

-- CreateIndex
CREATE INDEX "worker_project_id_livekit_id_idx" ON "worker"("project_id", "livekit_id");

-- CreateIndex
CREATE INDEX "worker_job_project_id_job_id_idx" ON "worker_job"("project_id", "job_id");

-- CreateIndex
CREATE INDEX "worker_job_project_id_checked_at_idx" ON "worker_job"("project_id", "checked_at");

-- Makes the segments from the one that ids stand in up to the given number ahead, and answers how many are new. Lines that
-- the default partition holds for such a segment are moved into it. A segment holds 2^18 ids.
CREATE FUNCTION "ensure_line_segments"(segments_ahead INTEGER) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
    segment BIGINT;
    current_segment BIGINT;
    part TEXT;
    made INTEGER := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_line_segments'));
    SELECT last_value >> 18 INTO current_segment FROM "runtime_line_id_seq";
    -- From the first segment that the default partition had to stand in for, if there is one.
    FOR segment IN SELECT generate_series(
        LEAST(current_segment, (SELECT min("id") >> 18 FROM "runtime_line_default")), current_segment + segments_ahead) LOOP
        part := 'runtime_line_' || segment;
        CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
        EXECUTE format('CREATE TABLE %I (LIKE "runtime_line" INCLUDING ALL)', part);
        LOCK TABLE "runtime_line_default" IN ACCESS EXCLUSIVE MODE;
        EXECUTE format(
            'WITH moved AS (DELETE FROM "runtime_line_default" WHERE "id" >= %s AND "id" < %s RETURNING *)
             INSERT INTO %I SELECT * FROM moved', segment << 18, (segment + 1) << 18, part);
        EXECUTE format('ALTER TABLE "runtime_line" ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', part, segment << 18, (segment + 1) << 18);
        made := made + 1;
    END LOOP;
    RETURN made;
END;
$$;

SELECT "ensure_line_segments"(3);
