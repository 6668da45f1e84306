-- Source position of an entry of an attention pattern. No sweep over entries is stored yet.
ALTER TABLE "Effect" ADD COLUMN "src" INTEGER;
