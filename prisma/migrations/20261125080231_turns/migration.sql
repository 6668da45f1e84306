-- AlterTable
ALTER TABLE "User" ADD COLUMN "servedAt" DATETIME;

-- CreateIndex
CREATE INDEX "Run_status_ownerId_createdAt_id_idx" ON "Run"("status", "ownerId", "createdAt", "id");
