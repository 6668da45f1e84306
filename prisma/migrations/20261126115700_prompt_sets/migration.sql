-- AlterTable
ALTER TABLE "Run" ADD COLUMN "promptSetId" TEXT;
ALTER TABLE "Run" ADD COLUMN "promptSetVersion" INTEGER;

-- CreateTable
CREATE TABLE "PromptSet" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "visibility" TEXT NOT NULL DEFAULT 'PRIVATE',
    "forkedFrom" TEXT,
    "text" TEXT NOT NULL,
    CONSTRAINT "PromptSet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PromptSetVersion" (
    "setId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "licence" TEXT NOT NULL,
    "pairCount" INTEGER NOT NULL,
    "family" TEXT,

    PRIMARY KEY ("setId", "number"),
    CONSTRAINT "PromptSetVersion_setId_fkey" FOREIGN KEY ("setId") REFERENCES "PromptSet" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PromptSetPairs" (
    "setId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "pairs" TEXT NOT NULL,

    PRIMARY KEY ("setId", "number"),
    CONSTRAINT "PromptSetPairs_setId_number_fkey" FOREIGN KEY ("setId", "number") REFERENCES "PromptSetVersion" ("setId", "number") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "PromptSet_ownerId_createdAt_id_idx" ON "PromptSet"("ownerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PromptSet_visibility_createdAt_id_idx" ON "PromptSet"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_promptSetId_createdAt_id_idx" ON "Run"("promptSetId", "createdAt", "id");
