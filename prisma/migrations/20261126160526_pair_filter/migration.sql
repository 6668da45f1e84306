-- AlterTable
ALTER TABLE "Run" ADD COLUMN "filter" TEXT;
