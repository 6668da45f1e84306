-- Small heatmaps of long prompts have the common beginning as one column from now on; they are made again when they are asked for.
DELETE FROM "RunPicture" WHERE "columns" > 24;
