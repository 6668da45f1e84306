-- Written by hand: each statement keeps its rows, and none makes a table anew.

-- What computed a sweep; not known of those that are stored already.
ALTER TABLE "Sweep" ADD COLUMN "modelSha256" TEXT;
ALTER TABLE "Sweep" ADD COLUMN "modelDigest" TEXT;
ALTER TABLE "Sweep" ADD COLUMN "engineVersion" TEXT;
ALTER TABLE "Sweep" ADD COLUMN "runtime" TEXT;
ALTER TABLE "Sweep" ADD COLUMN "provider" TEXT;

-- Values by metric. All that are stored are logit differences.
CREATE TABLE "SweepValue" (
    "sweepId" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "values" BLOB NOT NULL,

    PRIMARY KEY ("sweepId", "metric"),
    CONSTRAINT "SweepValue_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT OR IGNORE INTO "SweepValue" ("sweepId", "metric", "values") SELECT "id", 'logit_diff', "values" FROM "Sweep" ORDER BY "id";
ALTER TABLE "Sweep" DROP COLUMN "values";

-- Effects by metric.
ALTER TABLE "Effect" ADD COLUMN "metric" TEXT NOT NULL DEFAULT 'logit_diff';
ALTER TABLE "Effect" RENAME COLUMN "logitDiff" TO "value";
DROP INDEX "Effect_runId_kind_layer_head_recovery_idx";
DROP INDEX "Effect_kind_layer_head_recovery_runId_position_idx";
CREATE INDEX "Effect_runId_kind_metric_layer_head_recovery_idx" ON "Effect"("runId", "kind", "metric", "layer", "head", "recovery");
CREATE INDEX "Effect_kind_metric_layer_head_recovery_runId_position_idx" ON "Effect"("kind", "metric", "layer", "head", "recovery", "runId", "position");
