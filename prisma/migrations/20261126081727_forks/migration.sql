-- AlterTable
ALTER TABLE "Run" ADD COLUMN "forkedFromId" TEXT;
