-- AlterTable
ALTER TABLE "Circuit" ADD COLUMN "edges" TEXT;
