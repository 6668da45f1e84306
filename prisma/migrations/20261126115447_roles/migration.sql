-- AlterTable
ALTER TABLE "Effect" ADD COLUMN "role" TEXT;
ALTER TABLE "Effect" ADD COLUMN "srcRole" TEXT;

-- AlterTable
ALTER TABLE "PromptPair" ADD COLUMN "roles" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "roles" TEXT;
