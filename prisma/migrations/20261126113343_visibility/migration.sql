-- AlterTable
ALTER TABLE "Finding" ADD COLUMN "withdrawnAt" DATETIME;
ALTER TABLE "Finding" ADD COLUMN "withdrawnReason" TEXT;

-- CreateTable
CREATE TABLE "FindingVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "findingId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "authorId" TEXT NOT NULL,
    "reason" TEXT,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "claims" TEXT NOT NULL,
    "runs" TEXT NOT NULL,
    CONSTRAINT "FindingVersion_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "FindingVersion_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FindingRun" (
    "findingId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "label" TEXT NOT NULL,

    PRIMARY KEY ("findingId", "runId"),
    CONSTRAINT "FindingRun_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "FindingRun_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "importedAt" DATETIME;
ALTER TABLE "Run" ADD COLUMN "importedFrom" TEXT;
ALTER TABLE "Run" ADD COLUMN "visibility" TEXT NOT NULL DEFAULT 'PRIVATE';

-- Until now everybody could open a run whose address they knew. Runs that a finding rests on, or that are attached to one, are shown
-- on its page.
UPDATE "Run" SET "visibility" = 'UNLISTED';
UPDATE "Run" SET "visibility" = 'PUBLIC' WHERE "id" IN (SELECT "runId" FROM "Finding" UNION SELECT "runId" FROM "Evidence");

-- CreateIndex
CREATE INDEX "Run_visibility_createdAt_id_idx" ON "Run"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "FindingVersion_authorId_idx" ON "FindingVersion"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "FindingVersion_findingId_number_key" ON "FindingVersion"("findingId", "number");

-- CreateIndex
CREATE INDEX "FindingRun_runId_idx" ON "FindingRun"("runId");

-- CreateIndex
CREATE INDEX "Finding_withdrawnAt_id_idx" ON "Finding"("withdrawnAt", "id");
