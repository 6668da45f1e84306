-- AlterTable
ALTER TABLE "Run" ADD COLUMN "unusable" TEXT;

-- CreateTable
CREATE TABLE "UnusablePair" (
    "runId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "clean" TEXT NOT NULL,
    "corrupted" TEXT NOT NULL,

    PRIMARY KEY ("runId", "index"),
    CONSTRAINT "UnusablePair_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
