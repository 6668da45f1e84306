'use client';

import { useState } from 'react';
import { SITES } from '../../domain/sites';
import type { DemoCell } from '../demo/example';
import { PatchGrid } from '../demo/PatchGrid';
import { ScaleColours } from '../demo/ScaleColours';
import { formatEffect, formatNumber } from '../plot/format-number';
import { formatMs } from '../results/format-ms';
import { nameFirstCell, type FirstResultPlan, type NoPlan } from './first-result';
import { useFirstResult } from './use-first-result';
import classes from './run-details.module.css';

interface FirstResultProps {
  readonly plan: FirstResultPlan | NoPlan;
}

/** The first sweep of the experiment as a small heatmap, computed while it is written. It is not stored. */
export function FirstResult({ plan }: FirstResultProps) {
  const isPlanned = 'kind' in plan;
  const { result, isStale, problem } = useFirstResult(isPlanned ? plan : null);
  const [cell, setCell] = useState<DemoCell | null>(null);
  const shown = isPlanned || plan.reason === 'unknown' ? result : null;
  const note = problem ?? (isPlanned || shown ? null : describeNoPlan(plan));
  return (
    <section aria-label="First result" aria-busy={isStale || undefined}>
      <h3 className={classes.heading}>
        First result
        {shown && <span className={classes.kind}>{SITES[shown.plan.kind].title}</span>}
      </h3>
      {shown && (
        <div data-stale={isStale || problem !== null || undefined} className={classes.result}>
          <ScaleColours>
            <PatchGrid
              label={`${SITES[shown.plan.kind].title}, first result`}
              rowName="layer"
              isCompact
              rows={Array.from({ length: shown.plan.layers }, (_, layer) => String(layer))}
              columns={shown.plan.columns}
              values={shown.values.values}
              limit={shown.values.limit}
              nameCell={({ row, column }) => nameFirstCell(shown.plan, row, column)}
              chosen={cell && isInside(cell, shown.plan) ? cell : null}
              onChoose={setCell}
              choosesOnHover
            />
          </ScaleColours>
          <p className={classes.readout}>
            {cell && isInside(cell, shown.plan) ? (
              <>
                {nameFirstCell(shown.plan, cell.row, cell.column)}{' '}
                <b>
                  {formatEffect(shown.values.values[cell.row * shown.plan.columns.length + cell.column]!)}
                </b>
              </>
            ) : (
              <>
                {shown.values.isRecovery
                  ? 'recovery'
                  : 'change in logits, as recovery is not meaningful for this baseline'}
                , scale ±{formatNumber(shown.values.limit, 2)}
              </>
            )}
          </p>
          <ol className={classes.top} aria-label="Largest effects">
            {shown.values.top.map((index) => {
              const { columns } = shown.plan;
              const place = { row: Math.floor(index / columns.length), column: index % columns.length };
              return (
                <li key={index}>
                  <code>{nameFirstCell(shown.plan, place.row, place.column)}</code>
                  <b>{formatEffect(shown.values.values[index]!)}</b>
                </li>
              );
            })}
          </ol>
          {!isStale && (
            <p className={classes.note}>
              {shown.plan.onlyPair === null ? 'All pairs' : `Pair ${shown.plan.onlyPair} only`}, computed in{' '}
              {formatMs(shown.elapsedMs)}. Not stored.
            </p>
          )}
        </div>
      )}
      {note && (
        <p className={classes.note} role="status">
          {note}
        </p>
      )}
    </section>
  );
}

function isInside({ row, column }: DemoCell, { layers, columns }: FirstResultPlan): boolean {
  return row < layers && column < columns.length;
}

function describeNoPlan(plan: NoPlan): string {
  if (plan.reason === 'slow')
    return `One pair of the first sweep takes about ${formatMs(plan.estimatedMs)}, so it is not computed before you press Run.`;
  return plan.reason === 'none'
    ? 'No sweep of layers and positions, or of heads, is chosen.'
    : 'The first sweep is shown here once the pairs are written, if it takes under half a second.';
}
