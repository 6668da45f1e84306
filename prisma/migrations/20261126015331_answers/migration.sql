-- Answers that are sets of tokens. Answers that are stored already are one token each.
ALTER TABLE "PromptPair" ADD COLUMN "correctSet" TEXT;
ALTER TABLE "PromptPair" ADD COLUMN "incorrectSet" TEXT;
ALTER TABLE "PromptPair" ADD COLUMN "rule" TEXT NOT NULL DEFAULT 'MEAN';
