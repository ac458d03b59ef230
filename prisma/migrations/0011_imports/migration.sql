-- Sessions that came out of a zip, and when: from then on their age counts.

-- CreateTable
CREATE TABLE "session_import" (
    "project_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "original_id" TEXT NOT NULL,
    "imported_by" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,
    "blob_key" TEXT,

    CONSTRAINT "session_import_pkey" PRIMARY KEY ("project_id","session_id")
);
