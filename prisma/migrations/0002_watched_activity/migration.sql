-- When somebody last looked at this session in the list: a watched live session is digested every few seconds.
ALTER TABLE "activity" ADD COLUMN "watched_at" TIMESTAMPTZ(3);
