-- Versions of agents and where their build logs lie; which worker ran a session.

-- CreateTable
CREATE TABLE "deployment" (
    "project_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "commit" TEXT,
    "deployed_by" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deployed_at" TIMESTAMPTZ(3),
    "build_status" TEXT,
    "build_started_at" TIMESTAMPTZ(3),
    "build_ended_at" TIMESTAMPTZ(3),
    "build_log_blob_key" TEXT,
    "build_log_bytes" BIGINT,
    "build_log_error" TEXT,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("project_id","agent","version")
);

-- AlterTable
ALTER TABLE "session" ADD COLUMN "worker_id" TEXT;

-- CreateIndex
CREATE INDEX "session_project_id_worker_id_started_at_session_id_idx" ON "session"("project_id", "worker_id", "started_at" DESC, "session_id" DESC);
