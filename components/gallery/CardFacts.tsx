import type { FindingCard_FindingFragment } from '../generated/graphql';
import { DEFAULT_METRIC } from '../sweep/metrics';
import { metricName } from '../sweep/value-text';
import { visibleText } from '../tokens/token-text';
import { describePairs, formatGap, SHORT_VERDICT, VERDICT_TEXT } from './baseline-text';
import { ClaimCounts } from './ClaimCounts';
import { describeEvidenceCounts } from './describe-counts';
import classes from './gallery.module.css';

/**
 * What runs say of a finding, then what was measured, in short forms whose titles have the words. Verdicts are first, and lines wrap:
 * nothing is cut.
 */
export function CardFacts({ finding }: { readonly finding: FindingCard_FindingFragment }) {
  const { baseline, directions, correct, incorrect } = finding.card;
  const problem = SHORT_VERDICT[baseline.verdict];
  const reason = baseline.cannotNormalise ?? VERDICT_TEXT[baseline.verdict];
  const [direction, ...others] = directions.map((one) => one.toLowerCase());
  const [metric] = finding.run.metrics;
  const pairs = describePairs(baseline);
  return (
    <p className={classes.facts}>
      <ClaimCounts counts={finding.claimCounts} />
      {problem !== null && (
        <span
          className={classes.problem}
          title={`The numbers are changes in logits, not recovery: ${reason}`}
        >
          {problem}
        </span>
      )}
      {describeEvidenceCounts(finding.evidenceCounts).map((count) => (
        <span key={count} className={classes.evidence}>
          {count}
        </span>
      ))}
      <span
        title={others.length > 0 ? `The numbers are of ${direction}, the run’s first direction.` : undefined}
      >
        {direction}
        {others.length > 0 && ` (also ${others.join(', ')})`}
      </span>
      {metric !== undefined && metric !== DEFAULT_METRIC && (
        <span
          title={`The run’s first metric is the ${metricName(metric)}. Cards show the logit difference, which every run has.`}
        >
          logit difference
        </span>
      )}
      <span>
        {visibleText(correct)} / {visibleText(incorrect)}
      </span>
      <span>{formatGap(baseline)}</span>
      <span title={pairs.words}>{pairs.short}</span>
      {finding.forkCount > 0 && (
        <span>
          {finding.forkCount} {finding.forkCount === 1 ? 'fork' : 'forks'}
        </span>
      )}
    </p>
  );
}
