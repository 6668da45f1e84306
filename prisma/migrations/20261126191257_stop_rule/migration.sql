-- AlterTable
ALTER TABLE "Run" ADD COLUMN "plannedPairs" INTEGER;
ALTER TABLE "Run" ADD COLUMN "stopInterval" REAL;
ALTER TABLE "Run" ADD COLUMN "stopWhen" TEXT;
