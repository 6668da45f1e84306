-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "forkedFromId" TEXT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "draft" TEXT;
ALTER TABLE "Run" ADD COLUMN "forkedFindingId" TEXT;

-- CreateTable
CREATE TABLE "Collection" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "slug" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ownerId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "visibility" TEXT NOT NULL DEFAULT 'PRIVATE',
    "forkedFromId" TEXT,
    CONSTRAINT "Collection_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CollectionItem" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "collectionId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "findingId" TEXT,
    "text" TEXT,
    "textTree" TEXT,
    CONSTRAINT "CollectionItem_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CollectionItem_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CollectionEditor" (
    "collectionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    PRIMARY KEY ("collectionId", "userId"),
    CONSTRAINT "CollectionEditor_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "CollectionEditor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Collection_slug_key" ON "Collection"("slug");

-- CreateIndex
CREATE INDEX "Collection_ownerId_createdAt_idx" ON "Collection"("ownerId", "createdAt");

-- CreateIndex
CREATE INDEX "Collection_visibility_createdAt_id_idx" ON "Collection"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Collection_forkedFromId_idx" ON "Collection"("forkedFromId");

-- CreateIndex
CREATE INDEX "CollectionItem_collectionId_index_idx" ON "CollectionItem"("collectionId", "index");

-- CreateIndex
CREATE INDEX "CollectionItem_findingId_idx" ON "CollectionItem"("findingId");

-- CreateIndex
CREATE INDEX "CollectionEditor_userId_idx" ON "CollectionEditor"("userId");

-- CreateIndex
CREATE INDEX "Evidence_creatorId_createdAt_idx" ON "Evidence"("creatorId", "createdAt");

-- CreateIndex
CREATE INDEX "Finding_forkedFromId_idx" ON "Finding"("forkedFromId");

-- A search by words finds the claims of a finding too. The triggers of the migration `search` bring the index up to date.
UPDATE "Finding" SET "text" = "text" || char(10) || lower((
  SELECT group_concat("text", char(10)) FROM "Claim" WHERE "Claim"."findingId" = "Finding"."id"
)) WHERE "id" IN (SELECT "findingId" FROM "Claim");
