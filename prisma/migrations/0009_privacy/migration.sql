-- What a project keeps of what it is sent, and who said so; how long lines are kept; whether figures outlive their sessions.

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "improvement_programme" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "line_days" INTEGER NOT NULL DEFAULT 90,
ADD COLUMN     "recording_changes" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "redaction" JSONB NOT NULL DEFAULT '{"senderRedacted":"redact","builtIn":{"email":false,"phone":false,"card":false,"iban":false,"apiKey":false},"custom":[]}',
ADD COLUMN     "settings_version" INTEGER NOT NULL DEFAULT 0;
