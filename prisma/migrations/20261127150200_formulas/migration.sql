-- Formulas of texts become MathML when a finding is read next.
UPDATE "Finding" SET "summaryTree" = NULL WHERE "summary" LIKE '%$%';
