import { Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import type { Baseline_BaselineFragment, RunView_RunFragment } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { Notice } from '../site/Notice';
import { formatMs } from './format-ms';
import classes from './results.module.css';

const CHECKS = {
  SELF_PATCH: { label: 'self-patch', says: 'Patching a run with its own activation changes nothing.' },
  FULL_PATCH: {
    label: 'full patch',
    says: 'Patching the whole residual stream at layer 0 gives the source run.',
  },
  SOURCE_ARRIVES: {
    label: 'source arrives',
    says: 'The patch writes the values of the source run, and writes them to its site: tested in the last two layers.',
  },
  BEFORE_FIRST_DIFFERENCE: {
    label: 'before first difference',
    says: 'Patching before the first differing token changes nothing.',
  },
} as const;

interface BaselineProps {
  readonly run: RunView_RunFragment;
  readonly baseline: Baseline_BaselineFragment;
}

/** Logit differences of the unpatched runs, checks of the computation, and provenance. */
export function Baseline({ run, baseline }: BaselineProps) {
  const { provenance } = run;
  const pairs = baseline.perPrompt.length;
  const { gapMean, gapStandardError, pairsWithRightSign } = baseline;
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
          <Text size="xs" c="dimmed">
            Checks of the computation, not of the result:
          </Text>
          {provenance.checks.map((check) => (
            <Tooltip
              key={`${check.name} ${check.kind}`}
              label={describeCheck(check)}
              multiline
              maw={320}
              events={{ hover: true, focus: true, touch: true }}
            >
              <Badge variant="light" color={check.passed ? 'teal' : 'red'} tabIndex={0} tt="none">
                {check.passed ? '✓' : '✗'} {check.kind ? `${check.kind}: ` : ''}
                {CHECKS[check.name].label}
              </Badge>
            </Tooltip>
          ))}
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

type Check = NonNullable<RunView_RunFragment['provenance']>['checks'][number];

/** What a check says, with its numbers. */
function describeCheck({ name, maxAbsDifference, differenceWithoutPatch, cells, movedCells }: Check): string {
  const says = `${CHECKS[name].says} Largest difference: ${maxAbsDifference.toExponential(1)} logits`;
  const fault =
    differenceWithoutPatch === null
      ? ''
      : `; a patch that writes nothing would be off by ${differenceWithoutPatch.toExponential(1)}`;
  const moved =
    cells === null || movedCells === null ? '' : ` ${movedCells} of ${cells} cells changed a metric.`;
  return `${says}${fault}.${moved}`;
}

interface VerdictNoticeProps {
  readonly baseline: Baseline_BaselineFragment;
  readonly isRecoveryShown: boolean;
  readonly onShowRecovery: (isShown: boolean) => void;
}

/** Warns that recovery is not meaningful, with the numbers; nothing if it is. */
export function VerdictNotice({ baseline, isRecoveryShown, onShowRecovery }: VerdictNoticeProps) {
  const { verdict, cannotNormalise, gapTooSmall, pairsWithRightSign } = baseline;
  if (verdict === 'OK' && !gapTooSmall) return null;
  const pairs = baseline.perPrompt.length;
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
