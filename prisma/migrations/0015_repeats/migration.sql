-- Requests of lines that are sent again are known by their digest for ten minutes; a worker keeps the ids that it had at LiveKit.

-- CreateTable
CREATE TABLE "line_request" (
    "project_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "line_request_pkey" PRIMARY KEY ("project_id","digest")
);

-- CreateIndex
CREATE INDEX "line_request_received_at_idx" ON "line_request"("received_at");

-- AlterTable
ALTER TABLE "worker" ADD COLUMN "earlier_livekit_ids" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "worker_earlier_livekit_ids_idx" ON "worker" USING GIN ("earlier_livekit_ids");
