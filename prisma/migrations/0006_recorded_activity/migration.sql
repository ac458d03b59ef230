-- Who is heard when, found in each recording with its peaks. Recordings that were read before are read once more.

-- AlterTable
ALTER TABLE "recording" ADD COLUMN "activity" BYTEA;

UPDATE "recording" SET "attempts" = 0, "claimed_at" = NULL WHERE "peaks_blob_key" IS NOT NULL;

-- Prisma has no words for this: the unread recordings, for who looks for one every second.
CREATE INDEX "recording_unread" ON "recording"((COALESCE("attempts", 0))) WHERE "activity" IS NULL;
