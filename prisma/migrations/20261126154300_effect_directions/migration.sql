-- Written by hand: each statement keeps its rows, and none makes a table anew.

-- Effects by direction. Those that are stored are of the first direction of their run.
ALTER TABLE "Effect" ADD COLUMN "direction" TEXT NOT NULL DEFAULT 'DENOISING';
ALTER TABLE "Effect" ADD COLUMN "isFirstDirection" BOOLEAN NOT NULL DEFAULT true;
UPDATE "Effect" SET "direction" = 'NOISING' WHERE "runId" IN (SELECT "id" FROM "Run" WHERE "direction" = 'NOISING');

DROP INDEX "Effect_runId_kind_metric_layer_head_recovery_idx";
DROP INDEX "Effect_kind_metric_layer_head_recovery_runId_position_idx";
CREATE INDEX "Effect_runId_kind_metric_isFirstDirection_layer_head_recovery_idx" ON "Effect"("runId", "kind", "metric", "isFirstDirection", "layer", "head", "recovery");
CREATE INDEX "Effect_kind_metric_isFirstDirection_layer_head_recovery_runId_position_direction_idx" ON "Effect"("kind", "metric", "isFirstDirection", "layer", "head", "recovery", "runId", "position", "direction");
