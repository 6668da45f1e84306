-- AlterTable
ALTER TABLE "User" ADD COLUMN "seenAt" DATETIME;

-- CreateTable
CREATE TABLE "RetentionPass" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME,
    "seenBefore" DATETIME NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "promptSets" INTEGER NOT NULL DEFAULT 0,
    "guests" INTEGER NOT NULL DEFAULT 0
);

-- CreateIndex
CREATE INDEX "RetentionPass_startedAt_idx" ON "RetentionPass"("startedAt");

-- CreateIndex
CREATE INDEX "Run_ownerId_createdAt_id_idx" ON "Run"("ownerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_forkedFromId_idx" ON "Run"("forkedFromId");

-- CreateIndex
CREATE INDEX "Run_copiedFromId_idx" ON "Run"("copiedFromId");

-- CreateIndex
CREATE INDEX "User_seenAt_id_idx" ON "User"("seenAt", "id");
