import { Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import type { Baseline_BaselineFragment, RunView_RunFragment } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { Checks } from './Checks';
import { formatMs } from './format-ms';
import classes from './results.module.css';

interface BaselineProps {
  readonly run: RunView_RunFragment;
  readonly baseline: Baseline_BaselineFragment;
}

/** Logit differences of the unpatched runs, checks of the computation, and provenance. */
export function Baseline({ run, baseline }: BaselineProps) {
  const { provenance } = run;
  const { gapMean, gapStandardError, pairs, pairsWithRightSign } = baseline;
  return (
    <section aria-label="Baseline" className={classes.baseline}>
      <Group gap="xl">
        <Figure label="Clean logit difference" value={formatNumber(baseline.clean, 4)} />
        <Figure label="Corrupted logit difference" value={formatNumber(baseline.corrupted, 4)} />
        <Figure
          label={gapStandardError === null ? 'Gap' : 'Gap ± standard error'}
          value={
            formatNumber(gapMean, 4) + (gapStandardError === null ? '' : ` ± ${gapStandardError.toFixed(4)}`)
          }
        />
        <Figure label="Pairs with the right sign" value={`${pairsWithRightSign} of ${pairs}`} />
      </Group>
      {provenance && (
        <Group gap={6}>
          <Checks checks={provenance.checks} />
          <Tooltip label={`sha256 of the weights: ${provenance.modelSha256}`} multiline maw={320}>
            <Badge variant="outline" color="gray" tabIndex={0} tt="none">
              {run.model.id} {provenance.modelSha256.slice(0, 8)}
            </Badge>
          </Tooltip>
          <Text size="xs" c="dimmed">
            engine {provenance.engine}, {provenance.runtime} on {provenance.provider},{' '}
            {formatMs(provenance.elapsedMs)}
          </Text>
        </Group>
      )}
    </section>
  );
}

interface VerdictNoticeProps {
  readonly baseline: Baseline_BaselineFragment;
  readonly isRecoveryShown: boolean;
  readonly onShowRecovery: (isShown: boolean) => void;
}

/** Warns that recovery is not meaningful, with the numbers; nothing if it is. */
export function VerdictNotice({ baseline, isRecoveryShown, onShowRecovery }: VerdictNoticeProps) {
  const { verdict, cannotNormalise, gapTooSmall, pairs, pairsWithRightSign } = baseline;
  if (verdict === 'OK' && !gapTooSmall) return null;
  const title = gapTooSmall
    ? 'The gap is too small to normalise by'
    : verdict === 'ABSENT'
      ? 'Recovery is not meaningful: the model does not do this task'
      : 'Recovery is not meaningful: the baseline is weak';
  return (
    <Notice tone="warning" title={title}>
      <Text size="sm">
        {cannotNormalise} {pairsWithRightSign} of {pairs} {pairs === 1 ? 'pair has' : 'pairs have'} the right
        sign.{' '}
        {isRecoveryShown
          ? 'Recovery is shown because you asked for it.'
          : 'Changes of the logit difference from the base run are shown instead of recovery.'}
      </Text>
      {!gapTooSmall && (
        <Button mt={6} size="compact-xs" variant="default" onClick={() => onShowRecovery(!isRecoveryShown)}>
          {isRecoveryShown ? 'Show the change instead' : 'Show recovery anyway'}
        </Button>
      )}
    </Notice>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} ff="monospace">
        {value}
      </Text>
    </div>
  );
}
