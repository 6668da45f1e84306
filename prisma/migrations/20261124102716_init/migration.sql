-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "layers" INTEGER NOT NULL,
    "heads" INTEGER NOT NULL,
    "dModel" INTEGER NOT NULL,
    "dVocab" INTEGER NOT NULL,
    "context" INTEGER NOT NULL,
    "parameters" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ownerId" TEXT NOT NULL,
    "modelId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "prependBos" BOOLEAN NOT NULL,
    "kinds" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'QUEUED',
    "fraction" REAL NOT NULL DEFAULT 0,
    "remainingMs" REAL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseHolder" TEXT,
    "leaseUntil" DATETIME,
    "startedAt" DATETIME,
    "finishedAt" DATETIME,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "cleanLogitDiff" REAL,
    "corruptedLogitDiff" REAL,
    "modelSha256" TEXT,
    "engineVersion" TEXT,
    "runtime" TEXT,
    "provider" TEXT,
    "computeMs" REAL,
    "checks" TEXT,
    CONSTRAINT "Run_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Run_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PromptPair" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "clean" TEXT NOT NULL,
    "corrupted" TEXT NOT NULL,
    "correct" TEXT NOT NULL,
    "incorrect" TEXT NOT NULL,
    "cleanTokens" TEXT NOT NULL,
    "corruptedTokens" TEXT NOT NULL,
    "correctTokenId" INTEGER NOT NULL,
    "incorrectTokenId" INTEGER NOT NULL,
    "cleanLogitDiff" REAL,
    "corruptedLogitDiff" REAL,
    CONSTRAINT "PromptPair_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Sweep" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "axes" TEXT NOT NULL,
    "shape" TEXT NOT NULL,
    "values" BLOB NOT NULL,
    "elapsedMs" REAL NOT NULL,
    "flops" REAL NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Sweep_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Effect" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "head" INTEGER,
    "position" INTEGER,
    "logitDiff" REAL NOT NULL,
    "recovery" REAL,
    CONSTRAINT "Effect_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Pattern" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "head" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "values" BLOB NOT NULL,
    CONSTRAINT "Pattern_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Finding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "slug" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "runId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "card" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "Finding_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Finding_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FindingTag" (
    "findingId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("findingId", "tag"),
    CONSTRAINT "FindingTag_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Run_status_leaseUntil_idx" ON "Run"("status", "leaseUntil");

-- CreateIndex
CREATE INDEX "Run_contentHash_status_idx" ON "Run"("contentHash", "status");

-- CreateIndex
CREATE INDEX "Run_createdAt_id_idx" ON "Run"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_modelId_createdAt_idx" ON "Run"("modelId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "PromptPair_runId_index_key" ON "PromptPair"("runId", "index");

-- CreateIndex
CREATE UNIQUE INDEX "Sweep_runId_kind_key" ON "Sweep"("runId", "kind");

-- CreateIndex
CREATE INDEX "Effect_runId_kind_idx" ON "Effect"("runId", "kind");

-- CreateIndex
CREATE INDEX "Effect_kind_layer_head_recovery_idx" ON "Effect"("kind", "layer", "head", "recovery");

-- CreateIndex
CREATE UNIQUE INDEX "Pattern_runId_layer_head_side_key" ON "Pattern"("runId", "layer", "head", "side");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_slug_key" ON "Finding"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_runId_key" ON "Finding"("runId");

-- CreateIndex
CREATE INDEX "Finding_createdAt_id_idx" ON "Finding"("createdAt", "id");

-- CreateIndex
CREATE INDEX "FindingTag_tag_idx" ON "FindingTag"("tag");
