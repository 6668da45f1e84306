-- AlterTable
ALTER TABLE "PromptPair" ADD COLUMN "batch" INTEGER;
ALTER TABLE "PromptPair" ADD COLUMN "row" INTEGER;

-- CreateTable
CREATE TABLE "SweepBatch" (
    "sweepId" INTEGER NOT NULL,
    "batch" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "values" BLOB NOT NULL,

    PRIMARY KEY ("sweepId", "metric", "batch"),
    CONSTRAINT "SweepBatch_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SweepMoments" (
    "sweepId" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "pairs" INTEGER NOT NULL,
    "clean" REAL NOT NULL,
    "corrupted" REAL NOT NULL,
    "moments" BLOB NOT NULL,

    PRIMARY KEY ("sweepId", "metric"),
    CONSTRAINT "SweepMoments_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "batches" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Run" ADD COLUMN "pairCount" INTEGER;
ALTER TABLE "Run" ADD COLUMN "pairShapes" TEXT;

-- AlterTable
ALTER TABLE "Sweep" ADD COLUMN "batches" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "PromptPair_runId_batch_idx" ON "PromptPair"("runId", "batch");
