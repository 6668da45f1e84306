-- CreateTable
CREATE TABLE "RunTag" (
    "runId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("runId", "tag"),
    CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunText" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "text" TEXT NOT NULL,
    CONSTRAINT "RunText_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RunPicture" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "rows" INTEGER NOT NULL,
    "columns" INTEGER NOT NULL,
    "values" BLOB NOT NULL,
    CONSTRAINT "RunPicture_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "RunTag_tag_runId_idx" ON "RunTag"("tag", "runId");

-- What a search of runs reads, of the runs that are stored already. See server/runs/manage/run-text.ts.
INSERT INTO "RunText" ("runId", "text")
SELECT r."id", replace(replace(lower(substr(
  r."id" || char(10) || coalesce(r."title", '') || char(10) || r."modelId" || char(10) || coalesce((
    SELECT group_concat(p."clean" || char(10) || p."corrupted" || char(10) || p."correct" || char(10) || p."incorrect", char(10))
    FROM "PromptPair" p WHERE p."runId" = r."id" AND p."index" < 64
  ), ''), 1, 20000)), '%', '％'), '_', '＿')
FROM "Run" r;
