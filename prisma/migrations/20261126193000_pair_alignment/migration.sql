-- AlterTable
ALTER TABLE "PromptPair" ADD COLUMN "alignment" TEXT;
