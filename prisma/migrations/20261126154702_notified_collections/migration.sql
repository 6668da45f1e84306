-- AlterTable
ALTER TABLE "Notification" ADD COLUMN "collectionId" TEXT;
