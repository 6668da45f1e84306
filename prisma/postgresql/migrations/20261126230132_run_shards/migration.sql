-- CreateTable
CREATE TABLE "RunShard" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "batch" INTEGER NOT NULL,
    "leaseHolder" TEXT COLLATE "C",
    "leaseUntil" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "isComputed" BOOLEAN NOT NULL DEFAULT false,
    "result" BYTEA,

    CONSTRAINT "RunShard_pkey" PRIMARY KEY ("runId","batch")
);

-- AddForeignKey
ALTER TABLE "RunShard" ADD CONSTRAINT "RunShard_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
