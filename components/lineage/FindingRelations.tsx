import type { FindingRelations_FindingFragment } from '../generated/graphql';
import { ForkDifference } from './ForkDifference';
import { LineageTree } from './LineageTree';
import { SimilarFindings } from './SimilarFindings';

/** What a finding has to do with others: the finding that it was forked from, its family of forks, and similar findings. */
export function FindingRelations({ finding }: { readonly finding: FindingRelations_FindingFragment }) {
  const { id, slug, forkedFrom, forkDifference, lineage, run } = finding;
  return (
    <>
      {forkedFrom && forkDifference && (
        <ForkDifference parent={forkedFrom} runId={run.id} difference={forkDifference} />
      )}
      {lineage.length > 0 && <LineageTree entries={lineage} current={id} />}
      <SimilarFindings slug={slug} />
    </>
  );
}
