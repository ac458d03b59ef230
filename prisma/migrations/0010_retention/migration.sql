-- What is deleted, when, and what is not: retention, holds, deletions, erasures, and what stays without names.

-- AlterTable
-- Not indexed: only an erasure asks, a few times a year, and a look at every session of a project takes a moment.
ALTER TABLE "session" ADD COLUMN     "identities" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "phones" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "session_hold" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "held_by" TEXT NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_hold_pkey" PRIMARY KEY ("project_id","session_id")
);

-- CreateTable
CREATE TABLE "session_deletion" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "room_id" TEXT,
    "blob_keys" TEXT[],
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_deletion_pkey" PRIMARY KEY ("project_id","session_id")
);

-- CreateTable
CREATE TABLE "retention_run" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "asked_by" TEXT NOT NULL,
    "cutoff_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "sessions" BIGINT NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "blobs" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "retention_run_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "erasure" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "subject" JSONB NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "sessions" JSONB NOT NULL DEFAULT '[]',
    "rows" BIGINT NOT NULL DEFAULT 0,
    "blobs" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT,

    CONSTRAINT "erasure_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateTable
CREATE TABLE "improvement_record" (
    "project_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "improvement_record_pkey" PRIMARY KEY ("project_id","id")
);

-- CreateIndex
CREATE INDEX "retention_run_project_id_started_at_idx" ON "retention_run"("project_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "session_project_id_last_received_at_idx" ON "session"("project_id", "last_received_at");

-- CreateIndex
CREATE INDEX "recording_blob_key_idx" ON "recording"("blob_key");

-- Prisma has no words for these: what is still to do is looked for every second.
CREATE INDEX "session_deletion_open" ON "session_deletion"("asked_at") WHERE "done_at" IS NULL;
CREATE INDEX "retention_run_open" ON "retention_run"("started_at") WHERE "ended_at" IS NULL;
CREATE INDEX "erasure_open" ON "erasure"("asked_at") WHERE "ended_at" IS NULL;
