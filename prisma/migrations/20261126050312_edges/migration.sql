-- Runs that are stored already have no edges.
ALTER TABLE "Run" ADD COLUMN "edges" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "EdgeLayer" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "elapsedMs" REAL NOT NULL,
    "flops" REAL NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modelSha256" TEXT NOT NULL,
    "modelDigest" TEXT NOT NULL,
    "engineVersion" TEXT NOT NULL,
    "runtime" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    CONSTRAINT "EdgeLayer_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "EdgeValue" (
    "edgeLayerId" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "values" BLOB NOT NULL,

    PRIMARY KEY ("edgeLayerId", "metric"),
    CONSTRAINT "EdgeValue_edgeLayerId_fkey" FOREIGN KEY ("edgeLayerId") REFERENCES "EdgeLayer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "EdgeLayer_runId_direction_layer_key" ON "EdgeLayer"("runId", "direction", "layer");
