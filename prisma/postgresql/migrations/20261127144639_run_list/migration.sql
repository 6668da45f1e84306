-- CreateTable
CREATE TABLE "RunTag" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "tag" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "RunTag_pkey" PRIMARY KEY ("runId","tag")
);

-- CreateTable
CREATE TABLE "RunText" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "RunText_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "RunPicture" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "rows" INTEGER NOT NULL,
    "columns" INTEGER NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "RunPicture_pkey" PRIMARY KEY ("runId")
);

-- CreateIndex
CREATE INDEX "RunTag_tag_runId_idx" ON "RunTag"("tag", "runId");

-- CreateIndex
CREATE INDEX "RunText_text_idx" ON "RunText" USING GIN ("text" gin_trgm_ops);

-- AddForeignKey
ALTER TABLE "RunTag" ADD CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunText" ADD CONSTRAINT "RunText_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunPicture" ADD CONSTRAINT "RunPicture_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a search of runs reads, of the runs that are stored already. See server/runs/manage/run-text.ts.
INSERT INTO "RunText" ("runId", "text")
SELECT r."id", replace(replace(lower(substr(
  r."id" || chr(10) || coalesce(r."title", '') || chr(10) || r."modelId" || chr(10) || coalesce((
    SELECT string_agg(p."clean" || chr(10) || p."corrupted" || chr(10) || p."correct" || chr(10) || p."incorrect", chr(10) ORDER BY p."index")
    FROM "PromptPair" p WHERE p."runId" = r."id" AND p."index" < 64
  ), ''), 1, 20000)), '%', '％'), '_', '＿')
FROM "Run" r;
