import { Badge, Group, Text, Tooltip } from '@mantine/core';
import type { Baseline_BaselineFragment, RunView_RunFragment } from '../generated/graphql';
import { formatMs } from './format-ms';
import classes from './run.module.css';

const CHECKS = {
  SELF_PATCH: { label: 'self-patch', says: 'Patching a run with its own activation changes nothing.' },
  FULL_PATCH: {
    label: 'full patch',
    says: 'Patching the whole residual stream at layer 0 gives the source run.',
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

/** The unpatched runs' logit differences, this run's sanity checks, and what computed it. */
export function Baseline({ run, baseline }: BaselineProps) {
  const { provenance } = run;
  return (
    <section aria-label="Baseline" className={classes.baseline}>
      <Group gap="xl">
        <Figure label="Clean logit difference" value={baseline.clean} />
        <Figure label="Corrupted logit difference" value={baseline.corrupted} />
        <Figure label="Gap" value={baseline.clean - baseline.corrupted} />
      </Group>
      {provenance && (
        <Group gap={6}>
          {provenance.checks.map(({ name, passed, maxAbsDifference }) => (
            <Tooltip
              key={name}
              label={`${CHECKS[name].says} Largest difference: ${maxAbsDifference.toExponential(1)} logits.`}
              multiline
              maw={280}
            >
              <Badge variant="light" color={passed ? 'teal' : 'red'} tabIndex={0} tt="none">
                {passed ? '✓' : '✗'} {CHECKS[name].label}
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

function Figure({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} ff="monospace">
        {value.toFixed(4)}
      </Text>
    </div>
  );
}
