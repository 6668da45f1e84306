-- AlterTable
ALTER TABLE "PromptPair" ADD COLUMN "correctWhole" TEXT;
ALTER TABLE "PromptPair" ADD COLUMN "incorrectWhole" TEXT;

-- AlterTable
-- A constant default needs no new table in SQLite.
ALTER TABLE "Run" ADD COLUMN "wholeAnswers" BOOLEAN NOT NULL DEFAULT false;
