-- AlterTable
ALTER TABLE "User" ADD COLUMN     "seenAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "RetentionPass" (
    "id" TEXT COLLATE "C" NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),
    "seenBefore" TIMESTAMP(3) NOT NULL,
    "runs" INTEGER NOT NULL DEFAULT 0,
    "promptSets" INTEGER NOT NULL DEFAULT 0,
    "guests" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "RetentionPass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RetentionPass_startedAt_idx" ON "RetentionPass"("startedAt");

-- CreateIndex
CREATE INDEX "User_seenAt_id_idx" ON "User"("seenAt", "id");

-- CreateIndex
CREATE INDEX "Run_ownerId_createdAt_id_idx" ON "Run"("ownerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_forkedFromId_idx" ON "Run"("forkedFromId");

-- CreateIndex
CREATE INDEX "Run_copiedFromId_idx" ON "Run"("copiedFromId");
