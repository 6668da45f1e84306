-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "seed" TEXT;

-- CreateTable
CREATE TABLE "PatchedPrediction" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cell" INTEGER NOT NULL,
    "prompt" INTEGER NOT NULL,
    "rows" TEXT NOT NULL,
    CONSTRAINT "PatchedPrediction_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modelId" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "modelSha256" TEXT NOT NULL,
    "engineVersion" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "elapsedMs" REAL NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "rows" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "PatchedPrediction_runId_kind_cell_prompt_key" ON "PatchedPrediction"("runId", "kind", "cell", "prompt");

-- CreateIndex
CREATE INDEX "Verification_modelId_createdAt_idx" ON "Verification"("modelId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_seed_key" ON "Finding"("seed");
