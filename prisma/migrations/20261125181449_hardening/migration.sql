-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "editedAt" DATETIME;
ALTER TABLE "Finding" ADD COLUMN "summaryTree" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "copiedFromId" TEXT;
ALTER TABLE "Run" ADD COLUMN "modelDigest" TEXT;
ALTER TABLE "Run" ADD COLUMN "notes" TEXT;
ALTER TABLE "Run" ADD COLUMN "title" TEXT;

-- AlterTable
ALTER TABLE "Verification" ADD COLUMN "modelDigest" TEXT;

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME,
    CONSTRAINT "AccessToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_hash_key" ON "AccessToken"("hash");

-- CreateIndex
CREATE INDEX "AccessToken_userId_createdAt_idx" ON "AccessToken"("userId", "createdAt");
