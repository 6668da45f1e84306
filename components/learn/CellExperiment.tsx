'use client';

import { useState } from 'react';
import { AnswerLine } from '../demo/AnswerLine';
import { computePatches } from '../demo/compute-demo';
import { chooseFirstCell, listRecoveries, type DemoCell } from '../demo/example';
import { PatchGrid } from '../demo/PatchGrid';
import { useAnswer } from '../demo/use-answer';
import { formatNumber } from '../plot/format-number';
import { namePosition } from '../tokens/name-position';
import { visibleText } from '../tokens/token-text';
import { createCellInput, type Lesson, type LearnRequests } from './learning';
import { StepNote } from './StepNote';
import { useSeen } from '../site/use-seen';
import classes from './learn.module.css';

/** One patch at a time: the chosen cell is computed, the others stay empty until they are chosen. */
export function CellExperiment({
  lesson: { fact },
  requests,
}: {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}) {
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const [cell, setCell] = useState<DemoCell>(() => chooseFirstCell(fact));
  const [known, setKnown] = useState<Readonly<Record<number, number>>>({});
  const { columns, layers, pair, saved } = fact;
  const index = cell.row * columns.length + cell.column;
  const state = useAnswer(isSeen ? `cell ${index}` : null, async () => {
    const values = await computePatches(requests.patch, createCellInput(fact, cell.row, cell.column));
    setKnown((before) => ({ ...before, [index]: values.patched[0]! }));
    return values;
  });
  const ends = state.answer?.value ?? saved?.values ?? null;
  const patched = known[index] ?? state.answer?.value.patched[0] ?? saved?.values.patched[index] ?? null;
  const opened = ends && {
    ...ends,
    patched: Array.from({ length: layers * columns.length }, (_, at) =>
      at === index ? patched : (known[at] ?? null),
    ),
  };
  const recovery = opened ? listRecoveries(opened)[index]! : null;
  return (
    <div ref={ref} className={classes.experiment}>
      <PatchGrid
        label="Patches of the residual stream that were tried, by layer and position"
        rowName="layer"
        rows={Array.from({ length: layers }, (_, layer) => String(layer))}
        columns={columns.map(({ clean, corrupted }) => namePosition(clean, corrupted))}
        values={opened ? listRecoveries(opened) : []}
        limit={1}
        nameCell={({ row, column }) => `layer ${row}, ${visibleText(columns[column]!.clean)}`}
        chosen={cell}
        onChoose={setCell}
      />
      <p className={classes.reading}>
        Before layer {cell.row} at <code>{visibleText(columns[cell.column]!.clean)}</code>:{' '}
        {recovery === null || patched === null ? (
          'not computed'
        ) : (
          <b>
            logit difference {formatNumber(patched, 2)}, recovery {formatNumber(recovery, 2)}
          </b>
        )}
      </p>
      {ends && (
        <AnswerLine
          correct={pair.correct}
          incorrect={pair.incorrect}
          base={ends.base}
          source={ends.source}
          patched={patched}
        />
      )}
      <StepNote state={state} work="one patched run" hasSaved={saved !== null} />
    </div>
  );
}
