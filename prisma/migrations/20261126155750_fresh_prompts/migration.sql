-- AlterTable
ALTER TABLE "Run" ADD COLUMN "freshSeed" INTEGER;
