-- DropIndex
DROP INDEX "Effect_kind_layer_head_recovery_idx";

-- DropIndex
DROP INDEX "Effect_runId_kind_idx";

-- DropIndex
DROP INDEX "Finding_createdAt_id_idx";

-- DropIndex
DROP INDEX "FindingTag_tag_idx";

-- DropIndex
DROP INDEX "Run_modelId_createdAt_idx";

-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "searchId" INTEGER;

-- CreateIndex
CREATE INDEX "Effect_runId_kind_layer_head_recovery_idx" ON "Effect"("runId", "kind", "layer", "head", "recovery");

-- CreateIndex
CREATE INDEX "Effect_kind_layer_head_recovery_runId_position_idx" ON "Effect"("kind", "layer", "head", "recovery", "runId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_searchId_key" ON "Finding"("searchId");

-- CreateIndex
CREATE INDEX "Finding_createdAt_id_runId_searchId_idx" ON "Finding"("createdAt", "id", "runId", "searchId");

-- CreateIndex
CREATE INDEX "FindingTag_tag_findingId_idx" ON "FindingTag"("tag", "findingId");

-- CreateIndex
CREATE INDEX "Run_modelId_createdAt_id_idx" ON "Run"("modelId", "createdAt", "id");

-- Full-text search of findings, kept by triggers. Trigrams, so that a word is found inside of longer ones too; the index
-- holds no text of its own. A later migration that makes the table Finding anew has to make the triggers anew.
CREATE VIRTUAL TABLE "FindingSearch" USING fts5("text", content='', contentless_delete=1, tokenize='trigram');

UPDATE "Finding" SET "searchId" = rowid;
INSERT INTO "FindingSearch" (rowid, "text") SELECT "searchId", "text" FROM "Finding";

CREATE TRIGGER "Finding_search_insert" AFTER INSERT ON "Finding" BEGIN
    INSERT INTO "FindingSearch" ("text") VALUES (new."text");
    UPDATE "Finding" SET "searchId" = last_insert_rowid() WHERE "id" = new."id";
END;

CREATE TRIGGER "Finding_search_update" AFTER UPDATE OF "text" ON "Finding" BEGIN
    UPDATE "FindingSearch" SET "text" = new."text" WHERE rowid = new."searchId";
END;

CREATE TRIGGER "Finding_search_delete" AFTER DELETE ON "Finding" BEGIN
    DELETE FROM "FindingSearch" WHERE rowid = old."searchId";
END;
