-- When the journal was read that a session's rows were derived from: of two digests at once, the one that read later stays.
ALTER TABLE "session" ADD COLUMN "read_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "session_alias" (
    "project_id" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "folded" BOOLEAN NOT NULL DEFAULT false,
    "named_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_alias_pkey" PRIMARY KEY ("project_id","alias")
);
