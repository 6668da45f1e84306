-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "findingId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "Claim_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ClaimVerdict" (
    "claimId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verdict" TEXT NOT NULL,
    "value" REAL,
    "low" REAL,
    "high" REAL,
    "errorMessage" TEXT,
    "errorAt" INTEGER,
    "cell" TEXT,
    "direction" TEXT,
    "metric" TEXT,

    PRIMARY KEY ("claimId", "runId"),
    CONSTRAINT "ClaimVerdict_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "ClaimVerdict_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "findingId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "creatorId" TEXT NOT NULL,
    "stance" TEXT NOT NULL,
    "note" TEXT,
    "response" TEXT,
    "respondedAt" DATETIME,
    "isJudged" BOOLEAN NOT NULL DEFAULT false,
    "isSame" BOOLEAN,
    "comparison" TEXT,
    CONSTRAINT "Evidence_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Evidence_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Evidence_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Claim_findingId_index_key" ON "Claim"("findingId", "index");

-- CreateIndex
CREATE INDEX "ClaimVerdict_runId_idx" ON "ClaimVerdict"("runId");

-- CreateIndex
CREATE INDEX "Evidence_runId_idx" ON "Evidence"("runId");

-- CreateIndex
CREATE INDEX "Evidence_stance_isSame_findingId_idx" ON "Evidence"("stance", "isSame", "findingId");

-- CreateIndex
CREATE UNIQUE INDEX "Evidence_findingId_runId_key" ON "Evidence"("findingId", "runId");
