-- CreateTable
CREATE TABLE "Circuit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "runId" TEXT NOT NULL,
    "creatorId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nodes" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "valueFrom" TEXT,
    "acrossPositions" BOOLEAN NOT NULL DEFAULT false,
    "donors" TEXT,
    "metric" TEXT NOT NULL,
    "faithfulness" REAL,
    "engineVersion" TEXT NOT NULL,
    "results" TEXT NOT NULL,
    CONSTRAINT "Circuit_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Circuit_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Circuit_runId_createdAt_idx" ON "Circuit"("runId", "createdAt");
