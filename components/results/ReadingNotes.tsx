'use client';

import { Text } from '@mantine/core';
import { memo } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import type { Positions } from '../sweep/plane';
import type { ViewState } from '../sweep/view-state';
import { countPairs, PairsNote } from './PairsNote';
import { RolesNote } from './RolesNote';
import { StatisticNote } from './StatisticNote';
import type { ShownSweeps } from './use-shown-sweeps';
import type { StatisticsInView } from './use-statistics';
import classes from './results.module.css';

interface ReadingNotesProps {
  readonly run: RunView_RunFragment;
  readonly view: Pick<ViewState, 'prompt' | 'threshold' | 'hatchesUnclear'>;
  readonly shown: Pick<ShownSweeps, 'direction' | 'value'>;
  readonly statistics: StatisticsInView;
  readonly positions: Positions;
}

/** How to read the plots. What follows from the choices is always shown; what the labels mean, on request. */
export const ReadingNotes = memo(function ReadingNotes({
  run,
  view,
  shown,
  statistics,
  positions,
}: ReadingNotesProps) {
  const { pairs, roles } = run;
  const { direction, value } = shown;
  const hasSharedLabels =
    pairs.length > 1 && view.prompt === null && positions.labels.some(({ text }) => text.includes('… '));
  const isUnequal = pairs.some(({ alignment }) => alignment);
  return (
    <>
      <PairsNote run={run} />
      <StatisticNote statistics={statistics} prompts={countPairs(run)} isHatched={view.hatchesUnclear} />
      {value === 'roles' && <RolesNote threshold={view.threshold} />}
      {(hasSharedLabels || isUnequal || roles.length > 0) && (
        <details className={classes.notes}>
          <summary>How positions are labelled</summary>
          {hasSharedLabels && (
            <Text size="xs" c="dimmed">
              Positions are labelled with the tokens of prompt 1 of {pairs.length}. “…” follows a token that
              other prompts do not share. Positions where clean and corrupted prompts differ are bold.
            </Text>
          )}
          {isUnequal && (
            <Text size="xs" c="dimmed">
              {pairs.length === 1
                ? 'The prompts have different numbers of tokens'
                : 'Some prompts have another number of tokens than their counterparts'}
              . Positions are those of the patched ({direction === 'DENOISING' ? 'corrupted' : 'clean'})
              prompt; a patch takes the activation of the aligned position. Positions without one are hatched:
              they are not patched. Sites of all positions patch the aligned ones.
            </Text>
          )}
          {roles.length > 0 && (
            <Text size="xs" c="dimmed">
              Positions are by role ({roles.join(', ')}). A role of several tokens is patched together.
            </Text>
          )}
        </details>
      )}
    </>
  );
});
