-- CreateTable
CREATE TABLE "RunShard" (
    "runId" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "leaseHolder" TEXT,
    "leaseUntil" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "isComputed" BOOLEAN NOT NULL DEFAULT false,
    "result" BLOB,

    PRIMARY KEY ("runId", "batch"),
    CONSTRAINT "RunShard_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
