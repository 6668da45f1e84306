-- A search by words finds the model of a finding too. The triggers of the migration `search` bring the index up to date.
UPDATE "Finding" SET "text" = "text" || char(10) || lower((SELECT "modelId" FROM "Run" WHERE "Run"."id" = "Finding"."runId"));
