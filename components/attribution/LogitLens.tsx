'use client';

import { useQuery } from '@apollo/client/react';
import { Checkbox, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { pairInputs } from '../analysis/pair-inputs';
import { ExportBar } from '../export/ExportBar';
import { RunLogitLensDocument, type AnalysedRun_RunFragment, type RunSide } from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { HeatmapPlaceholder } from '../site/Placeholders';
import { RequestProblem } from '../site/RequestProblem';
import { foldedPositions, positionLabels } from '../sweep/positions';
import { makeLensExports } from './attribution-exports';
import { LENS_VALUES, type AttributionState, type LensValue } from './attribution-state';
import { LensTable } from './LensTable';
import { makeLens } from './lens';
import classes from './attribution.module.css';

/** About the size of a cell of the table, in pixels. */
const CELL = { width: 64, height: 36 };

interface LogitLensProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  readonly onChange: (change: Partial<AttributionState>) => void;
}

/** What the model would predict if it stopped at each layer, at every position. */
export function LogitLens({ run, state, onChange }: LogitLensProps) {
  const { pairs } = run;
  const { reading, prompt, lensValue, includesMid } = state;
  const tone = useTone();
  const clean = useLens(run, 'CLEAN', includesMid, reading !== 'corrupted');
  const corrupted = useLens(run, 'CORRUPTED', includesMid, reading !== 'clean');
  const error = clean.error ?? corrupted.error;
  const lens = makeLens({ clean: clean.data, corrupted: corrupted.data }, { reading, prompt, lensValue });
  return (
    <Stack gap="sm" component="section" aria-label="Logit lens">
      <Title order={2}>Logit lens</Title>
      <Text size="sm" maw="90ch">
        The residual stream at each layer and position goes through the final LayerNorm and the unembedding,
        as if the model ended there. The last row is the model’s own output. Cells show the most probable next
        token
        {prompt === null && pairs.length > 1 ? ' of prompt 1; values are means over prompts' : ''}.
        {reading === 'difference'
          ? ' Values are clean minus corrupted; tokens are those of the clean run.'
          : ''}
      </Text>
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Values of the logit lens"
          className={classes.choices}
          value={lensValue}
          onChange={(chosen) => onChange({ lensValue: chosen as LensValue })}
          data={Object.entries(LENS_VALUES).map(([value, { label }]) => ({ value, label }))}
        />
        <Checkbox
          size="xs"
          label="Between attention and MLP too"
          checked={includesMid}
          onChange={(event) => onChange({ includesMid: event.currentTarget.checked })}
        />
      </Group>
      {error && (
        <RequestProblem
          error={error}
          onRetry={() =>
            Promise.all([clean, corrupted].filter((one) => one.error).map((one) => one.refetch()))
          }
        />
      )}
      {!lens && !error && (
        <HeatmapPlaceholder
          rows={run.model.layers + 1}
          columns={positionLabels(pairs, prompt).length}
          cellWidth={CELL.width}
          cellHeight={CELL.height}
        />
      )}
      {lens && (
        <>
          <LensTable
            {...{ lens, tone, lensValue }}
            isDifference={reading === 'difference'}
            labels={positionLabels(pairs, prompt)}
            folded={foldedPositions(pairs)}
          />
          <ExportBar
            exports={makeLensExports({ run, state, clean: clean.data, corrupted: corrupted.data })}
            title="Logit lens"
            file={[run.id, 'logit lens', reading, prompt === null ? '' : `prompt ${prompt + 1}`]}
          />
        </>
      )}
    </Stack>
  );
}

function useLens(run: AnalysedRun_RunFragment, on: RunSide, includeMid: boolean, isWanted: boolean) {
  const { model, pairs, prependBos } = run;
  const { data, error, refetch } = useQuery(
    RunLogitLensDocument,
    isWanted
      ? { variables: { model: model.id, pairs: pairInputs(pairs), prependBos, on, includeMid } }
      : { skip: true, variables: {} as never },
  );
  return { data: data?.logitLens, error, refetch };
}
