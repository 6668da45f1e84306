-- Written by hand: each statement keeps its rows, and none makes a table anew.

-- Runs of one direction and the default metric hold null.
ALTER TABLE "Run" ADD COLUMN "directions" TEXT;
ALTER TABLE "Run" ADD COLUMN "metrics" TEXT;

-- Sweeps and predictions by direction. Those that are stored have the only direction of their run.
ALTER TABLE "Sweep" ADD COLUMN "direction" TEXT NOT NULL DEFAULT 'DENOISING';
UPDATE "Sweep" SET "direction" = 'NOISING' WHERE "runId" IN (SELECT "id" FROM "Run" WHERE "direction" = 'NOISING');
DROP INDEX "Sweep_runId_kind_key";
CREATE UNIQUE INDEX "Sweep_runId_kind_direction_key" ON "Sweep"("runId", "kind", "direction");

ALTER TABLE "PatchedPrediction" ADD COLUMN "direction" TEXT NOT NULL DEFAULT 'DENOISING';
UPDATE "PatchedPrediction" SET "direction" = 'NOISING' WHERE "runId" IN (SELECT "id" FROM "Run" WHERE "direction" = 'NOISING');
DROP INDEX "PatchedPrediction_runId_kind_cell_prompt_key";
CREATE UNIQUE INDEX "PatchedPrediction_runId_kind_direction_cell_prompt_key" ON "PatchedPrediction"("runId", "kind", "direction", "cell", "prompt");

-- Metrics of the unpatched runs other than the logit difference.
CREATE TABLE "UnpatchedMetric" (
    "runId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "clean" BLOB NOT NULL,
    "corrupted" BLOB NOT NULL,

    PRIMARY KEY ("runId", "direction", "metric"),
    CONSTRAINT "UnpatchedMetric_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
