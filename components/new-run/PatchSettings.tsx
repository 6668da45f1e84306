'use client';

import { Checkbox, Group, Input, SegmentedControl, Text, Title } from '@mantine/core';
import { memo, useCallback, type Dispatch, type ReactNode } from 'react';
import type { Direction, SweepKind } from '../generated/graphql';
import { Term } from '../glossary/Term';
import { BlockPicture } from './BlockPicture';
import { BOTH_DIRECTIONS, type DraftSettings } from './draft';
import { EdgeField } from './EdgeField';
import type { FormAction } from './form-state';
import { MetricFields } from './MetricFields';
import type { ModelSize } from './sweep-choices';
import { SweepChoices } from './SweepChoices';
import { SweepFields } from './SweepFields';
import classes from './patch-settings.module.css';

const DIRECTION_TEXT: Record<DirectionChoice, ReactNode> = {
  DENOISING: (
    <>
      <Term id="denoising">Clean activations into the corrupted run</Term>: what is sufficient to restore the
      answer?
    </>
  ),
  NOISING: (
    <>
      <Term id="noising">Corrupted activations into the clean run</Term>: what is necessary for the answer?
    </>
  ),
  BOTH: (
    <>
      <Term id="denoising">Denoising</Term> and <Term id="noising">noising</Term> in one run: what is
      sufficient, what is necessary, and what is both. Takes twice the time.
    </>
  ),
};

const INDEX_TEXT =
  'Sweeps by position step along the tokens. All patched prompts need the same number of tokens.';
const ROLE_TEXT =
  'Sweeps by position step along named tokens that all pairs have, such as S2; END is the last one. Mark them below the prompts. Pairs may have several lengths.';

type DirectionChoice = Direction | 'BOTH';

interface PatchSettingsProps {
  readonly settings: DraftSettings;
  readonly size: ModelSize | null;
  readonly positions: number | null;
  readonly sweepProblem: string | undefined;
  readonly metricProblem: string | undefined;
  readonly edgeProblem: string | undefined;
  readonly dispatch: Dispatch<FormAction>;
}

/** Directions, sweep kinds and metrics. */
export const PatchSettings = memo(function PatchSettings(props: PatchSettingsProps) {
  const { settings, size, positions, sweepProblem, metricProblem, edgeProblem, dispatch } = props;
  const set = (part: Partial<DraftSettings>): void => dispatch({ type: 'set', settings: part });
  const toggle = useCallback((kind: SweepKind) => dispatch({ type: 'toggleSweep', kind }), [dispatch]);
  const choice: DirectionChoice =
    settings.directions.length > 1 ? 'BOTH' : (settings.directions[0] ?? 'BOTH');
  return (
    <section aria-labelledby="what">
      <Title order={2} id="what" tabIndex={-1} mb="xs">
        What to <Term id="patch">patch</Term>
      </Title>
      <Group gap="md" mb="md">
        <SegmentedControl
          aria-label="Direction"
          value={choice}
          onChange={(value) => set({ directions: value === 'BOTH' ? BOTH_DIRECTIONS : [value] })}
          data={[
            { value: 'DENOISING', label: 'Denoising' },
            { value: 'NOISING', label: 'Noising' },
            { value: 'BOTH', label: 'Both' },
          ]}
        />
        <Text size="sm" c="dimmed">
          {DIRECTION_TEXT[choice]}
        </Text>
      </Group>
      <SweepChoices
        chosen={settings.sweeps}
        size={size}
        positions={positions}
        onChoose={(kinds) => set({ sweeps: kinds })}
      />
      <Group gap="md" mb="md">
        <SegmentedControl
          size="xs"
          aria-label="Positions"
          value={settings.positionsBy ?? 'INDEX'}
          onChange={(value) => set({ positionsBy: value === 'ROLE' ? 'ROLE' : 'INDEX' })}
          data={[
            { value: 'INDEX', label: 'By index' },
            { value: 'ROLE', label: 'By role' },
          ]}
        />
        <Text size="sm" c="dimmed">
          {settings.positionsBy === 'ROLE' ? ROLE_TEXT : INDEX_TEXT}
        </Text>
      </Group>
      <div className={classes.kinds}>
        <BlockPicture chosen={settings.sweeps} onToggle={toggle} />
        <Input.Wrapper labelElement="div" error={sweepProblem}>
          <SweepFields chosen={settings.sweeps} onToggle={toggle} />
        </Input.Wrapper>
      </div>
      <EdgeField
        isChosen={settings.edges ?? false}
        size={size}
        directions={settings.directions.length}
        problem={edgeProblem}
        onChoose={(edges) => set({ edges })}
      />
      <MetricFields
        chosen={settings.metrics}
        problem={metricProblem}
        onChoose={(metrics) => set({ metrics })}
      />
      <Group mt="md" gap="lg">
        <Checkbox
          label="Put <|endoftext|> first"
          checked={settings.prependBos}
          onChange={(event) => set({ prependBos: event.currentTarget.checked })}
        />
        <Checkbox
          label="Compute again even if stored"
          checked={settings.recompute}
          onChange={(event) => set({ recompute: event.currentTarget.checked })}
        />
      </Group>
    </section>
  );
});
