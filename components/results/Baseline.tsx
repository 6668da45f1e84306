import { Button, Text } from '@mantine/core';
import { memo } from 'react';
import { describeSigns, describeVerdict } from './describe-verdict';
import type { Baseline_BaselineFragment, RunView_RunFragment } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import { Term } from '../glossary/Term';
import { FoldedOnPhone } from '../sections/FoldedOnPhone';
import { Notice } from '../site/Notice';
import { BaselineLine } from './BaselineLine';
import { Checks } from './Checks';
import { formatMs } from './format-ms';
import classes from './results.module.css';

interface BaselineProps {
  readonly run: RunView_RunFragment;
  readonly baseline: Baseline_BaselineFragment;
  readonly tone: Tone;
}

/** Logit differences of the unpatched runs, checks of the computation, and provenance. */
export const Baseline = memo(function Baseline({ run, baseline, tone }: BaselineProps) {
  const { provenance } = run;
  return (
    <section aria-label="Baseline">
      <FoldedOnPhone label="Baseline values" className={classes.baseline}>
        <div data-folds>
          <BaselineLine baseline={baseline} tone={tone} />
        </div>
        <div className={classes.facts}>
          <Text size="xs" c="dimmed">
            <Term id="baseline">Baseline</Term>: {describeSigns(baseline).replace(/^The/, 'the')}
          </Text>
          {provenance && (
            <div className={classes.provenance} data-folds>
              <Checks checks={provenance.checks} />
              <Text size="xs" c="dimmed" title={`sha256 of the weights: ${provenance.modelSha256}`}>
                {run.model.id} {provenance.modelSha256.slice(0, 8)}, engine {provenance.engine},{' '}
                {provenance.runtime} on {provenance.provider}, {formatMs(provenance.elapsedMs)}
              </Text>
            </div>
          )}
        </div>
      </FoldedOnPhone>
    </section>
  );
});

interface VerdictNoticeProps {
  readonly baseline: Baseline_BaselineFragment;
  readonly isRecoveryShown: boolean;
  readonly onShowRecovery: (isShown: boolean) => void;
}

/** Warns that recovery is not meaningful, with the numbers; nothing if it is. */
export const VerdictNotice = memo(function VerdictNotice(props: VerdictNoticeProps) {
  const { baseline, isRecoveryShown, onShowRecovery } = props;
  const verdict = describeVerdict(baseline);
  if (!verdict) return null;
  return (
    <Notice tone="warning" title={verdict.title}>
      <Text size="sm">
        {verdict.reason}{' '}
        {isRecoveryShown
          ? 'Recovery is shown because you asked for it.'
          : 'Changes of the logit difference from the base run are shown instead of recovery.'}
      </Text>
      {!baseline.gapTooSmall && (
        <Button mt={6} size="compact-xs" variant="default" onClick={() => onShowRecovery(!isRecoveryShown)}>
          {isRecoveryShown ? 'Show the change instead' : 'Show recovery anyway'}
        </Button>
      )}
    </Notice>
  );
});
