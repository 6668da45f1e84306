'use client';

import { Button } from '@mantine/core';
import { memo } from 'react';
import { usePageActions } from '../actions/page-actions';
import { ShowCode } from '../code/ShowCode';
import { ExportMenu } from '../export/ExportMenu';
import type { Baseline_BaselineFragment, RunView_RunFragment } from '../generated/graphql';
import { FoldedOnPhone } from '../sections/FoldedOnPhone';
import { FoldButton } from '../sweep/FoldButton';
import { PartControls } from '../sweep/PartControls';
import { PromptControl } from '../sweep/PromptControl';
import { ValueControls } from '../sweep/ValueControls';
import { ViewMenu } from '../sweep/ViewMenu';
import type { ViewState } from '../sweep/view-state';
import { countPairs } from './PairsNote';
import { usePublishedHeight } from './use-published-height';
import type { Settings } from './use-settings';
import type { ShownSweeps } from './use-shown-sweeps';
import type { StatisticsInView } from './use-statistics';
import { listViewActions } from './view-actions';
import classes from './results.module.css';

interface ResultControlsProps {
  readonly run: RunView_RunFragment;
  readonly baseline: Baseline_BaselineFragment;
  readonly settings: Settings;
  /** What the plots show; it may be of the settings before. */
  readonly shown: ShownSweeps;
  /** Whether the plots show the settings. */
  readonly isDrawn: boolean;
  readonly statistics: StatisticsInView;
  /** Positions that can be folded. */
  readonly prefix: number;
  readonly isSelecting: boolean;
  readonly onSelecting: (isSelecting: boolean) => void;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** What is shown of a run: values, direction, metric, prompt and view; selection, export and code. */
export const ResultControls = memo(function ResultControls(props: ResultControlsProps) {
  const { run, baseline, settings: view, statistics, prefix, isSelecting, onSelecting, onChange } = props;
  const shown = props.isDrawn ? props.shown : expectShown(props.shown, view);
  const { pairs } = run;
  const { prompt } = view;
  const { direction, metric, metrics, unpatched, value, usual, hasRecovery, hasRoles } = shown;
  usePageActions([
    {
      id: 'select-cells',
      label: isSelecting ? 'Stop selecting cells' : 'Select cells to patch them together',
      keywords: 'joint patch',
      run: () => onSelecting(!isSelecting),
    },
    ...listViewActions(view, onChange),
  ]);
  const ref = usePublishedHeight('--controls-height');
  return (
    <FoldedOnPhone
      ref={ref}
      label="More"
      className={classes.controls}
      role="group"
      aria-label="What is shown"
    >
      <ValueControls {...{ value, usual, hasRecovery, metric, hasRoles, onChange }} />
      <PartControls
        {...{ metrics, direction, metric, value, onChange }}
        directions={run.directions}
        threshold={view.threshold}
      />
      {pairs.length > 1 && (
        <PromptControl {...{ pairs, baseline, prompt, onChange }} count={countPairs(run)} />
      )}
      <ViewMenu {...{ view, value, onChange }} prompts={countPairs(run)} />
      <FoldButton prefix={prefix} isUnfolded={view.isUnfolded} onChange={onChange} />
      <div className={classes.actions} data-folds>
        <Button
          size="xs"
          variant={isSelecting ? 'filled' : 'subtle'}
          {...(!isSelecting && { color: 'gray' })}
          aria-pressed={isSelecting}
          title="Select cells to patch them together"
          onClick={() => onSelecting(!isSelecting)}
        >
          Select cells
        </Button>
        <ExportMenu
          {...{ run, prompt, direction, metric, unpatched, value }}
          sweeps={statistics.means}
          statistics={statistics.byKind}
          isMeanOfRatios={statistics.isMeanOfRatios}
        />
        <ShowCode
          title="Results of the run"
          size="xs"
          variant="subtle"
          color="gray"
          code={async () => {
            const { codeOfRun } = await import('./run-code');
            return codeOfRun(run, {
              value,
              prompt,
              direction,
              metric,
              valuesRequest: shown.valuesRequest,
              statisticsRequest: statistics.request,
            });
          }}
        />
      </div>
    </FoldedOnPhone>
  );
});

/** What the plots will show; a choice is seen before they are drawn. */
function expectShown(shown: ShownSweeps, { value, direction, metric }: Settings): ShownSweeps {
  return {
    ...shown,
    value: value ?? shown.usual,
    direction: direction ?? shown.direction,
    metric: metric ?? shown.metrics[0] ?? shown.metric,
  };
}
