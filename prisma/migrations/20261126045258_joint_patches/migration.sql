-- CreateTable
CREATE TABLE "JointPatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "creatorId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "title" TEXT,
    "controlOfId" TEXT,
    "direction" TEXT NOT NULL,
    "sites" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "valueFrom" TEXT,
    "acrossPositions" BOOLEAN NOT NULL DEFAULT false,
    "donors" TEXT,
    "donorRule" TEXT,
    "seed" INTEGER,
    "contentHash" TEXT NOT NULL,
    "engineVersion" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    CONSTRAINT "JointPatch_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "JointPatch_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "JointPatch_controlOfId_fkey" FOREIGN KEY ("controlOfId") REFERENCES "JointPatch" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "JointPatchValue" (
    "jointPatchId" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "base" BLOB NOT NULL,
    "source" BLOB NOT NULL,
    "patched" BLOB NOT NULL,
    "singles" BLOB NOT NULL,

    PRIMARY KEY ("jointPatchId", "metric"),
    CONSTRAINT "JointPatchValue_jointPatchId_fkey" FOREIGN KEY ("jointPatchId") REFERENCES "JointPatch" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "JointPatch_runId_createdAt_idx" ON "JointPatch"("runId", "createdAt");

-- CreateIndex
CREATE INDEX "JointPatch_controlOfId_createdAt_idx" ON "JointPatch"("controlOfId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "JointPatch_runId_contentHash_key" ON "JointPatch"("runId", "contentHash");
