-- Indexes of sequences of three characters, for search inside of words. An extension of PostgreSQL that the owner of a database
-- may create.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Functions that SQLite has, so that queries have one text. `CREATE FUNCTION` without a name of a schema: the first of the search path.
CREATE FUNCTION "instr"("text" TEXT, "part" TEXT) RETURNS INTEGER
    LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE RETURN strpos("text", "part");

CREATE FUNCTION "json_array_length"("array" TEXT) RETURNS INTEGER
    LANGUAGE SQL IMMUTABLE STRICT PARALLEL SAFE RETURN jsonb_array_length("array"::JSONB);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),
    "servedAt" TIMESTAMP(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserAccount" (
    "id" TEXT COLLATE "C" NOT NULL,
    "email" TEXT COLLATE "C" NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT COLLATE "C" NOT NULL,
    "image" TEXT COLLATE "C",
    "role" TEXT COLLATE "C" NOT NULL DEFAULT 'MEMBER',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserAccount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserSession" (
    "id" TEXT COLLATE "C" NOT NULL,
    "token" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "ipAddress" TEXT COLLATE "C",
    "userAgent" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserCredential" (
    "id" TEXT COLLATE "C" NOT NULL,
    "providerId" TEXT COLLATE "C" NOT NULL,
    "accountId" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "password" TEXT COLLATE "C",
    "accessToken" TEXT COLLATE "C",
    "refreshToken" TEXT COLLATE "C",
    "idToken" TEXT COLLATE "C",
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UserPasskey" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C",
    "publicKey" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "credentialID" TEXT COLLATE "C" NOT NULL,
    "counter" INTEGER NOT NULL,
    "deviceType" TEXT COLLATE "C" NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "transports" TEXT COLLATE "C",
    "createdAt" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP,
    "aaguid" TEXT COLLATE "C",

    CONSTRAINT "UserPasskey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OneTimeSecret" (
    "id" TEXT COLLATE "C" NOT NULL,
    "identifier" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OneTimeSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" SERIAL NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "scope" TEXT COLLATE "C" NOT NULL DEFAULT 'WRITE',
    "hash" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT COLLATE "C" NOT NULL,
    "layers" INTEGER NOT NULL,
    "heads" INTEGER NOT NULL,
    "dModel" INTEGER NOT NULL,
    "dVocab" INTEGER NOT NULL,
    "context" INTEGER NOT NULL,
    "parameters" INTEGER NOT NULL,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Run" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ownerId" TEXT COLLATE "C" NOT NULL,
    "modelId" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C",
    "notes" TEXT COLLATE "C",
    "visibility" TEXT COLLATE "C" NOT NULL DEFAULT 'PRIVATE',
    "importedAt" TIMESTAMP(3),
    "importedFrom" TEXT COLLATE "C",
    "copiedFromId" TEXT COLLATE "C",
    "forkedFromId" TEXT COLLATE "C",
    "forkedFindingId" TEXT COLLATE "C",
    "draft" TEXT COLLATE "C",
    "promptSetId" TEXT COLLATE "C",
    "promptSetVersion" INTEGER,
    "freshSeed" INTEGER,
    "filter" TEXT COLLATE "C",
    "unusable" TEXT COLLATE "C",
    "direction" TEXT COLLATE "C" NOT NULL,
    "directions" TEXT COLLATE "C",
    "metrics" TEXT COLLATE "C",
    "prependBos" BOOLEAN NOT NULL,
    "kinds" TEXT COLLATE "C" NOT NULL,
    "roles" TEXT COLLATE "C",
    "edges" BOOLEAN NOT NULL DEFAULT false,
    "wholeAnswers" BOOLEAN NOT NULL DEFAULT false,
    "contentHash" TEXT COLLATE "C" NOT NULL,
    "batches" INTEGER NOT NULL DEFAULT 1,
    "pairCount" INTEGER,
    "stopWhen" TEXT COLLATE "C",
    "plannedPairs" INTEGER,
    "stopInterval" DOUBLE PRECISION,
    "pairShapes" TEXT COLLATE "C",
    "status" TEXT COLLATE "C" NOT NULL DEFAULT 'QUEUED',
    "fraction" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "remainingMs" DOUBLE PRECISION,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leaseHolder" TEXT COLLATE "C",
    "leaseUntil" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "errorCode" TEXT COLLATE "C",
    "errorMessage" TEXT COLLATE "C",
    "cleanLogitDiff" DOUBLE PRECISION,
    "corruptedLogitDiff" DOUBLE PRECISION,
    "modelSha256" TEXT COLLATE "C",
    "modelDigest" TEXT COLLATE "C",
    "engineVersion" TEXT COLLATE "C",
    "runtime" TEXT COLLATE "C",
    "provider" TEXT COLLATE "C",
    "computeMs" DOUBLE PRECISION,
    "checks" TEXT COLLATE "C",

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromptSet" (
    "id" TEXT COLLATE "C" NOT NULL,
    "ownerId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "visibility" TEXT COLLATE "C" NOT NULL DEFAULT 'PRIVATE',
    "forkedFrom" TEXT COLLATE "C",
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "PromptSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromptSetVersion" (
    "setId" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "licence" TEXT COLLATE "C" NOT NULL,
    "pairCount" INTEGER NOT NULL,
    "family" TEXT COLLATE "C",

    CONSTRAINT "PromptSetVersion_pkey" PRIMARY KEY ("setId","number")
);

-- CreateTable
CREATE TABLE "PromptSetPairs" (
    "setId" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "pairs" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "PromptSetPairs_pkey" PRIMARY KEY ("setId","number")
);

-- CreateTable
CREATE TABLE "PromptPair" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "index" INTEGER NOT NULL,
    "clean" TEXT COLLATE "C" NOT NULL,
    "corrupted" TEXT COLLATE "C" NOT NULL,
    "correct" TEXT COLLATE "C" NOT NULL,
    "incorrect" TEXT COLLATE "C" NOT NULL,
    "cleanTokens" TEXT COLLATE "C" NOT NULL,
    "corruptedTokens" TEXT COLLATE "C" NOT NULL,
    "correctTokenId" INTEGER NOT NULL,
    "incorrectTokenId" INTEGER NOT NULL,
    "correctSet" TEXT COLLATE "C",
    "incorrectSet" TEXT COLLATE "C",
    "correctWhole" TEXT COLLATE "C",
    "incorrectWhole" TEXT COLLATE "C",
    "rule" TEXT COLLATE "C" NOT NULL DEFAULT 'MEAN',
    "roles" TEXT COLLATE "C",
    "alignment" TEXT COLLATE "C",
    "batch" INTEGER,
    "row" INTEGER,
    "cleanLogitDiff" DOUBLE PRECISION,
    "corruptedLogitDiff" DOUBLE PRECISION,

    CONSTRAINT "PromptPair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnusablePair" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "index" INTEGER NOT NULL,
    "reason" TEXT COLLATE "C" NOT NULL,
    "message" TEXT COLLATE "C" NOT NULL,
    "clean" TEXT COLLATE "C" NOT NULL,
    "corrupted" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "UnusablePair_pkey" PRIMARY KEY ("runId","index")
);

-- CreateTable
CREATE TABLE "UnpatchedMetric" (
    "runId" TEXT COLLATE "C" NOT NULL,
    "direction" TEXT COLLATE "C" NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "clean" BYTEA NOT NULL,
    "corrupted" BYTEA NOT NULL,

    CONSTRAINT "UnpatchedMetric_pkey" PRIMARY KEY ("runId","direction","metric")
);

-- CreateTable
CREATE TABLE "Sweep" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "direction" TEXT COLLATE "C" NOT NULL DEFAULT 'DENOISING',
    "axes" TEXT COLLATE "C" NOT NULL,
    "shape" TEXT COLLATE "C" NOT NULL,
    "elapsedMs" DOUBLE PRECISION NOT NULL,
    "flops" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modelSha256" TEXT COLLATE "C",
    "modelDigest" TEXT COLLATE "C",
    "engineVersion" TEXT COLLATE "C",
    "runtime" TEXT COLLATE "C",
    "provider" TEXT COLLATE "C",
    "batches" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Sweep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SweepValue" (
    "sweepId" INTEGER NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "SweepValue_pkey" PRIMARY KEY ("sweepId","metric")
);

-- CreateTable
CREATE TABLE "SweepBatch" (
    "sweepId" INTEGER NOT NULL,
    "batch" INTEGER NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "SweepBatch_pkey" PRIMARY KEY ("sweepId","metric","batch")
);

-- CreateTable
CREATE TABLE "SweepMoments" (
    "sweepId" INTEGER NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "pairs" INTEGER NOT NULL,
    "clean" DOUBLE PRECISION NOT NULL,
    "corrupted" DOUBLE PRECISION NOT NULL,
    "moments" BYTEA NOT NULL,

    CONSTRAINT "SweepMoments_pkey" PRIMARY KEY ("sweepId","metric")
);

-- CreateTable
CREATE TABLE "JointPatch" (
    "id" TEXT COLLATE "C" NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "creatorId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "title" TEXT COLLATE "C",
    "controlOfId" TEXT COLLATE "C",
    "direction" TEXT COLLATE "C" NOT NULL,
    "sites" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "valueFrom" TEXT COLLATE "C",
    "acrossPositions" BOOLEAN NOT NULL DEFAULT false,
    "donors" TEXT COLLATE "C",
    "donorRule" TEXT COLLATE "C",
    "seed" INTEGER,
    "contentHash" TEXT COLLATE "C" NOT NULL,
    "engineVersion" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "JointPatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JointPatchValue" (
    "jointPatchId" TEXT COLLATE "C" NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "base" BYTEA NOT NULL,
    "source" BYTEA NOT NULL,
    "patched" BYTEA NOT NULL,
    "singles" BYTEA NOT NULL,

    CONSTRAINT "JointPatchValue_pkey" PRIMARY KEY ("jointPatchId","metric")
);

-- CreateTable
CREATE TABLE "EdgeLayer" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "direction" TEXT COLLATE "C" NOT NULL,
    "layer" INTEGER NOT NULL,
    "elapsedMs" DOUBLE PRECISION NOT NULL,
    "flops" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modelSha256" TEXT COLLATE "C" NOT NULL,
    "modelDigest" TEXT COLLATE "C" NOT NULL,
    "engineVersion" TEXT COLLATE "C" NOT NULL,
    "runtime" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "EdgeLayer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EdgeValue" (
    "edgeLayerId" INTEGER NOT NULL,
    "metric" TEXT COLLATE "C" NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "EdgeValue_pkey" PRIMARY KEY ("edgeLayerId","metric")
);

-- CreateTable
CREATE TABLE "Effect" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "direction" TEXT COLLATE "C" NOT NULL DEFAULT 'DENOISING',
    "isFirstDirection" BOOLEAN NOT NULL DEFAULT true,
    "layer" INTEGER NOT NULL,
    "head" INTEGER,
    "position" INTEGER,
    "src" INTEGER,
    "role" TEXT COLLATE "C",
    "srcRole" TEXT COLLATE "C",
    "metric" TEXT COLLATE "C" NOT NULL DEFAULT 'logit_diff',
    "value" DOUBLE PRECISION NOT NULL,
    "recovery" DOUBLE PRECISION,

    CONSTRAINT "Effect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Circuit" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "runId" TEXT COLLATE "C" NOT NULL,
    "creatorId" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nodes" TEXT COLLATE "C" NOT NULL,
    "edges" TEXT COLLATE "C",
    "side" TEXT COLLATE "C" NOT NULL,
    "scope" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "valueFrom" TEXT COLLATE "C",
    "acrossPositions" BOOLEAN NOT NULL DEFAULT false,
    "donors" TEXT COLLATE "C",
    "metric" TEXT COLLATE "C" NOT NULL,
    "faithfulness" DOUBLE PRECISION,
    "engineVersion" TEXT COLLATE "C" NOT NULL,
    "results" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Circuit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pattern" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "layer" INTEGER NOT NULL,
    "head" INTEGER NOT NULL,
    "side" TEXT COLLATE "C" NOT NULL,
    "values" BYTEA NOT NULL,

    CONSTRAINT "Pattern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PatchedPrediction" (
    "id" SERIAL NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "direction" TEXT COLLATE "C" NOT NULL DEFAULT 'DENOISING',
    "cell" INTEGER NOT NULL,
    "prompt" INTEGER NOT NULL,
    "rows" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "PatchedPrediction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Finding" (
    "id" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "runId" TEXT COLLATE "C" NOT NULL,
    "ownerId" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "summary" TEXT COLLATE "C" NOT NULL,
    "summaryTree" TEXT COLLATE "C",
    "editedAt" TIMESTAMP(3),
    "withdrawnAt" TIMESTAMP(3),
    "withdrawnReason" TEXT COLLATE "C",
    "card" TEXT COLLATE "C" NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "searchId" INTEGER,
    "seed" TEXT COLLATE "C",
    "forkedFromId" TEXT COLLATE "C",

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FindingVersion" (
    "id" TEXT COLLATE "C" NOT NULL,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "authorId" TEXT COLLATE "C" NOT NULL,
    "reason" TEXT COLLATE "C",
    "title" TEXT COLLATE "C" NOT NULL,
    "summary" TEXT COLLATE "C" NOT NULL,
    "tags" TEXT COLLATE "C" NOT NULL,
    "claims" TEXT COLLATE "C" NOT NULL,
    "runs" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "FindingVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FindingRun" (
    "findingId" TEXT COLLATE "C" NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "index" INTEGER NOT NULL,
    "label" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "FindingRun_pkey" PRIMARY KEY ("findingId","runId")
);

-- CreateTable
CREATE TABLE "FindingTag" (
    "findingId" TEXT COLLATE "C" NOT NULL,
    "tag" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "FindingTag_pkey" PRIMARY KEY ("findingId","tag")
);

-- CreateTable
CREATE TABLE "Claim" (
    "id" TEXT COLLATE "C" NOT NULL,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "index" INTEGER NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ClaimVerdict" (
    "claimId" TEXT COLLATE "C" NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verdict" TEXT COLLATE "C" NOT NULL,
    "value" DOUBLE PRECISION,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "errorMessage" TEXT COLLATE "C",
    "errorAt" INTEGER,
    "cell" TEXT COLLATE "C",
    "direction" TEXT COLLATE "C",
    "metric" TEXT COLLATE "C",

    CONSTRAINT "ClaimVerdict_pkey" PRIMARY KEY ("claimId","runId")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "runId" TEXT COLLATE "C" NOT NULL,
    "creatorId" TEXT COLLATE "C" NOT NULL,
    "stance" TEXT COLLATE "C" NOT NULL,
    "note" TEXT COLLATE "C",
    "response" TEXT COLLATE "C",
    "respondedAt" TIMESTAMP(3),
    "isJudged" BOOLEAN NOT NULL DEFAULT false,
    "isSame" BOOLEAN,
    "comparison" TEXT COLLATE "C",

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Collection" (
    "id" TEXT COLLATE "C" NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ownerId" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "visibility" TEXT COLLATE "C" NOT NULL DEFAULT 'PRIVATE',
    "forkedFromId" TEXT COLLATE "C",

    CONSTRAINT "Collection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CollectionItem" (
    "id" SERIAL NOT NULL,
    "collectionId" TEXT COLLATE "C" NOT NULL,
    "index" INTEGER NOT NULL,
    "findingId" TEXT COLLATE "C",
    "text" TEXT COLLATE "C",
    "textTree" TEXT COLLATE "C",

    CONSTRAINT "CollectionItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CollectionEditor" (
    "collectionId" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "CollectionEditor_pkey" PRIMARY KEY ("collectionId","userId")
);

-- CreateTable
CREATE TABLE "Comment" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "authorId" TEXT COLLATE "C" NOT NULL,
    "parentId" TEXT COLLATE "C",
    "rootId" TEXT COLLATE "C",
    "claimId" TEXT COLLATE "C",
    "claimText" TEXT COLLATE "C",
    "cell" TEXT COLLATE "C",
    "text" TEXT COLLATE "C" NOT NULL,
    "tree" TEXT COLLATE "C" NOT NULL,
    "editedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "hiddenAt" TIMESTAMP(3),

    CONSTRAINT "Comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentRevision" (
    "id" SERIAL NOT NULL,
    "commentId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "CommentRevision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reaction" (
    "commentId" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Reaction_pkey" PRIMARY KEY ("commentId","userId","kind")
);

-- CreateTable
CREATE TABLE "Star" (
    "findingId" TEXT COLLATE "C" NOT NULL,
    "userId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Star_pkey" PRIMARY KEY ("findingId","userId")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "userId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "actorId" TEXT COLLATE "C" NOT NULL,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "commentId" TEXT COLLATE "C",
    "evidenceId" TEXT COLLATE "C",
    "collectionId" TEXT COLLATE "C",
    "readAt" TIMESTAMP(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reporterId" TEXT COLLATE "C" NOT NULL,
    "findingId" TEXT COLLATE "C" NOT NULL,
    "commentId" TEXT COLLATE "C",
    "reason" TEXT COLLATE "C" NOT NULL,
    "outcome" TEXT COLLATE "C",
    "closedAt" TIMESTAMP(3),

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HiddenFinding" (
    "findingId" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "HiddenFinding_pkey" PRIMARY KEY ("findingId")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT COLLATE "C" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorId" TEXT COLLATE "C",
    "action" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C",
    "reason" TEXT COLLATE "C",

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" SERIAL NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "modelId" TEXT COLLATE "C" NOT NULL,
    "stamp" TEXT COLLATE "C" NOT NULL,
    "modelSha256" TEXT COLLATE "C" NOT NULL,
    "modelDigest" TEXT COLLATE "C",
    "engineVersion" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "elapsedMs" DOUBLE PRECISION NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "rows" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "UserAccount_email_key" ON "UserAccount"("email");

-- CreateIndex
CREATE UNIQUE INDEX "UserSession_token_key" ON "UserSession"("token");

-- CreateIndex
CREATE INDEX "UserSession_userId_createdAt_idx" ON "UserSession"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "UserCredential_userId_idx" ON "UserCredential"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "UserCredential_providerId_accountId_key" ON "UserCredential"("providerId", "accountId");

-- CreateIndex
CREATE UNIQUE INDEX "UserPasskey_credentialID_key" ON "UserPasskey"("credentialID");

-- CreateIndex
CREATE INDEX "UserPasskey_userId_idx" ON "UserPasskey"("userId");

-- CreateIndex
CREATE INDEX "OneTimeSecret_identifier_idx" ON "OneTimeSecret"("identifier");

-- CreateIndex
CREATE INDEX "OneTimeSecret_expiresAt_idx" ON "OneTimeSecret"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_hash_key" ON "AccessToken"("hash");

-- CreateIndex
CREATE INDEX "AccessToken_userId_createdAt_idx" ON "AccessToken"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "Run_visibility_createdAt_id_idx" ON "Run"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_status_leaseUntil_idx" ON "Run"("status", "leaseUntil");

-- CreateIndex
CREATE INDEX "Run_status_ownerId_createdAt_id_idx" ON "Run"("status", "ownerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_contentHash_status_idx" ON "Run"("contentHash", "status");

-- CreateIndex
CREATE INDEX "Run_createdAt_id_idx" ON "Run"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_modelId_createdAt_id_idx" ON "Run"("modelId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Run_promptSetId_createdAt_id_idx" ON "Run"("promptSetId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PromptSet_ownerId_createdAt_id_idx" ON "PromptSet"("ownerId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PromptSet_visibility_createdAt_id_idx" ON "PromptSet"("visibility", "createdAt", "id");

-- CreateIndex
CREATE INDEX "PromptPair_runId_batch_idx" ON "PromptPair"("runId", "batch");

-- CreateIndex
CREATE UNIQUE INDEX "PromptPair_runId_index_key" ON "PromptPair"("runId", "index");

-- CreateIndex
CREATE UNIQUE INDEX "Sweep_runId_kind_direction_key" ON "Sweep"("runId", "kind", "direction");

-- CreateIndex
CREATE INDEX "JointPatch_runId_createdAt_idx" ON "JointPatch"("runId", "createdAt");

-- CreateIndex
CREATE INDEX "JointPatch_controlOfId_createdAt_idx" ON "JointPatch"("controlOfId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "JointPatch_runId_contentHash_key" ON "JointPatch"("runId", "contentHash");

-- CreateIndex
CREATE UNIQUE INDEX "EdgeLayer_runId_direction_layer_key" ON "EdgeLayer"("runId", "direction", "layer");

-- CreateIndex
CREATE INDEX "Effect_runId_kind_metric_isFirstDirection_layer_head_recove_idx" ON "Effect"("runId", "kind", "metric", "isFirstDirection", "layer", "head", "recovery");

-- CreateIndex
CREATE INDEX "Effect_kind_metric_isFirstDirection_layer_head_recovery_run_idx" ON "Effect"("kind", "metric", "isFirstDirection", "layer", "head", "recovery", "runId", "position", "direction");

-- CreateIndex
CREATE INDEX "Circuit_runId_createdAt_idx" ON "Circuit"("runId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Pattern_runId_layer_head_side_key" ON "Pattern"("runId", "layer", "head", "side");

-- CreateIndex
CREATE UNIQUE INDEX "PatchedPrediction_runId_kind_direction_cell_prompt_key" ON "PatchedPrediction"("runId", "kind", "direction", "cell", "prompt");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_slug_key" ON "Finding"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_runId_key" ON "Finding"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_searchId_key" ON "Finding"("searchId");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_seed_key" ON "Finding"("seed");

-- CreateIndex
CREATE INDEX "Finding_withdrawnAt_id_idx" ON "Finding"("withdrawnAt", "id");

-- CreateIndex
CREATE INDEX "Finding_createdAt_id_runId_searchId_idx" ON "Finding"("createdAt", "id", "runId", "searchId");

-- CreateIndex
CREATE INDEX "Finding_forkedFromId_idx" ON "Finding"("forkedFromId");

-- CreateIndex
CREATE INDEX "Finding_text_idx" ON "Finding" USING GIN ("text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "FindingVersion_authorId_idx" ON "FindingVersion"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "FindingVersion_findingId_number_key" ON "FindingVersion"("findingId", "number");

-- CreateIndex
CREATE INDEX "FindingRun_runId_idx" ON "FindingRun"("runId");

-- CreateIndex
CREATE INDEX "FindingTag_tag_findingId_idx" ON "FindingTag"("tag", "findingId");

-- CreateIndex
CREATE UNIQUE INDEX "Claim_findingId_index_key" ON "Claim"("findingId", "index");

-- CreateIndex
CREATE INDEX "ClaimVerdict_runId_idx" ON "ClaimVerdict"("runId");

-- CreateIndex
CREATE INDEX "Evidence_runId_idx" ON "Evidence"("runId");

-- CreateIndex
CREATE INDEX "Evidence_stance_isSame_findingId_idx" ON "Evidence"("stance", "isSame", "findingId");

-- CreateIndex
CREATE INDEX "Evidence_creatorId_createdAt_idx" ON "Evidence"("creatorId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Evidence_findingId_runId_key" ON "Evidence"("findingId", "runId");

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
CREATE INDEX "Comment_findingId_rootId_createdAt_id_idx" ON "Comment"("findingId", "rootId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Comment_rootId_createdAt_id_idx" ON "Comment"("rootId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Comment_parentId_idx" ON "Comment"("parentId");

-- CreateIndex
CREATE INDEX "Comment_claimId_idx" ON "Comment"("claimId");

-- CreateIndex
CREATE INDEX "Comment_authorId_createdAt_id_idx" ON "Comment"("authorId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "CommentRevision_commentId_createdAt_idx" ON "CommentRevision"("commentId", "createdAt");

-- CreateIndex
CREATE INDEX "Reaction_userId_idx" ON "Reaction"("userId");

-- CreateIndex
CREATE INDEX "Star_userId_createdAt_findingId_idx" ON "Star"("userId", "createdAt", "findingId");

-- CreateIndex
CREATE INDEX "Notification_userId_createdAt_id_idx" ON "Notification"("userId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Notification_userId_readAt_idx" ON "Notification"("userId", "readAt");

-- CreateIndex
CREATE INDEX "Notification_actorId_idx" ON "Notification"("actorId");

-- CreateIndex
CREATE INDEX "Notification_findingId_idx" ON "Notification"("findingId");

-- CreateIndex
CREATE INDEX "Notification_commentId_idx" ON "Notification"("commentId");

-- CreateIndex
CREATE INDEX "Notification_evidenceId_idx" ON "Notification"("evidenceId");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_userId_key_key" ON "Notification"("userId", "key");

-- CreateIndex
CREATE INDEX "Report_outcome_createdAt_id_idx" ON "Report"("outcome", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Report_reporterId_idx" ON "Report"("reporterId");

-- CreateIndex
CREATE INDEX "Report_findingId_idx" ON "Report"("findingId");

-- CreateIndex
CREATE INDEX "Report_commentId_idx" ON "Report"("commentId");

-- CreateIndex
CREATE INDEX "AuditEntry_createdAt_id_idx" ON "AuditEntry"("createdAt", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_actorId_idx" ON "AuditEntry"("actorId");

-- CreateIndex
CREATE INDEX "Verification_modelId_createdAt_idx" ON "Verification"("modelId", "createdAt");

-- AddForeignKey
ALTER TABLE "UserAccount" ADD CONSTRAINT "UserAccount_id_fkey" FOREIGN KEY ("id") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserSession" ADD CONSTRAINT "UserSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserCredential" ADD CONSTRAINT "UserCredential_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPasskey" ADD CONSTRAINT "UserPasskey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "UserAccount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptSet" ADD CONSTRAINT "PromptSet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptSetVersion" ADD CONSTRAINT "PromptSetVersion_setId_fkey" FOREIGN KEY ("setId") REFERENCES "PromptSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptSetPairs" ADD CONSTRAINT "PromptSetPairs_setId_number_fkey" FOREIGN KEY ("setId", "number") REFERENCES "PromptSetVersion"("setId", "number") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptPair" ADD CONSTRAINT "PromptPair_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnusablePair" ADD CONSTRAINT "UnusablePair_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UnpatchedMetric" ADD CONSTRAINT "UnpatchedMetric_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Sweep" ADD CONSTRAINT "Sweep_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SweepValue" ADD CONSTRAINT "SweepValue_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SweepBatch" ADD CONSTRAINT "SweepBatch_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SweepMoments" ADD CONSTRAINT "SweepMoments_sweepId_fkey" FOREIGN KEY ("sweepId") REFERENCES "Sweep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JointPatch" ADD CONSTRAINT "JointPatch_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JointPatch" ADD CONSTRAINT "JointPatch_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JointPatch" ADD CONSTRAINT "JointPatch_controlOfId_fkey" FOREIGN KEY ("controlOfId") REFERENCES "JointPatch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JointPatchValue" ADD CONSTRAINT "JointPatchValue_jointPatchId_fkey" FOREIGN KEY ("jointPatchId") REFERENCES "JointPatch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EdgeLayer" ADD CONSTRAINT "EdgeLayer_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EdgeValue" ADD CONSTRAINT "EdgeValue_edgeLayerId_fkey" FOREIGN KEY ("edgeLayerId") REFERENCES "EdgeLayer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Effect" ADD CONSTRAINT "Effect_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Circuit" ADD CONSTRAINT "Circuit_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Circuit" ADD CONSTRAINT "Circuit_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pattern" ADD CONSTRAINT "Pattern_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PatchedPrediction" ADD CONSTRAINT "PatchedPrediction_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingVersion" ADD CONSTRAINT "FindingVersion_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingVersion" ADD CONSTRAINT "FindingVersion_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingRun" ADD CONSTRAINT "FindingRun_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingRun" ADD CONSTRAINT "FindingRun_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingTag" ADD CONSTRAINT "FindingTag_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Claim" ADD CONSTRAINT "Claim_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimVerdict" ADD CONSTRAINT "ClaimVerdict_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ClaimVerdict" ADD CONSTRAINT "ClaimVerdict_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_creatorId_fkey" FOREIGN KEY ("creatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Collection" ADD CONSTRAINT "Collection_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CollectionItem" ADD CONSTRAINT "CollectionItem_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CollectionItem" ADD CONSTRAINT "CollectionItem_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CollectionEditor" ADD CONSTRAINT "CollectionEditor_collectionId_fkey" FOREIGN KEY ("collectionId") REFERENCES "Collection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CollectionEditor" ADD CONSTRAINT "CollectionEditor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_rootId_fkey" FOREIGN KEY ("rootId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comment" ADD CONSTRAINT "Comment_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "Claim"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommentRevision" ADD CONSTRAINT "CommentRevision_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reaction" ADD CONSTRAINT "Reaction_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reaction" ADD CONSTRAINT "Reaction_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Star" ADD CONSTRAINT "Star_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Star" ADD CONSTRAINT "Star_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_evidenceId_fkey" FOREIGN KEY ("evidenceId") REFERENCES "Evidence"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "Comment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HiddenFinding" ADD CONSTRAINT "HiddenFinding_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
