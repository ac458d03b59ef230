-- Digests begun and not ended since the last that was: survives a process that dies of one.
ALTER TABLE "activity" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
