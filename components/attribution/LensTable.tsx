'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import { findLimit, formatNumber, type Tone } from '../plot/heatmap/scale';
import { visibleText } from '../tokens/token-text';
import { SideScroll } from '../scroll/SideScroll';
import { LENS_VALUES, type LensValue } from './attribution-state';
import { LensLegend } from './LensLegend';
import { chooseInk, lensColour } from './lens-colour';
import type { Lens } from './lens';
import classes from './attribution.module.css';

interface LensTableProps {
  readonly lens: Lens;
  readonly lensValue: LensValue;
  readonly isDifference: boolean;
  readonly labels: readonly ColumnLabel[];
  /** Positions at the start that are the same in all prompts of a pair; hidden until asked for. */
  readonly folded: number;
  readonly tone: Tone;
}

/** Layers down, positions across; a cell has the most probable token and a value, which is its colour. */
export function LensTable({ lens, lensValue, isDifference, labels, folded, tone }: LensTableProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const from = isUnfolded ? 0 : folded;
  const shown = labels.slice(from);
  const limit = findLimit(lens.values.map((row) => row.slice(from)));
  const format = (value: number): string => formatLensValue(value, lensValue, isDifference);
  const { label } = LENS_VALUES[lensValue];
  return (
    <>
      {folded > 0 && (
        <Button size="compact-xs" variant="subtle" w="fit-content" onClick={() => setUnfolded(!isUnfolded)}>
          {isUnfolded ? `Hide the first ${folded} positions` : `Show the first ${folded} positions`}
        </Button>
      )}
      <LensLegend {...{ lensValue, isDifference, limit, tone }} />
      <SideScroll label={`Logit lens: ${label}`}>
        <table className={classes.lens}>
          <thead>
            <tr>
              <th scope="col">layer</th>
              {shown.map(({ text, isMarked, hint }, at) => (
                <th key={from + at} scope="col" data-marked={isMarked || undefined} title={hint}>
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lens.stages.map((stage, row) => (
              <tr key={stage}>
                <th scope="row">{stage}</th>
                {shown.map((_, index) => {
                  const at = from + index;
                  const value = lens.values[row]![at]!;
                  const predictions = lens.predictions[row]![at]!;
                  const background = lensColour(value, limit, lensValue, isDifference, tone);
                  return (
                    <td
                      key={at}
                      style={{ background, color: chooseInk(background) }}
                      title={predictions
                        .map(
                          ({ token, probability }) =>
                            `${visibleText(token.text)} ${(100 * probability).toFixed(1)}%`,
                        )
                        .join(', ')}
                    >
                      <span className={classes.lensToken}>{visibleText(predictions[0]!.token.text)}</span>
                      <span className={classes.lensValue}>{format(value)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </SideScroll>
    </>
  );
}

function formatLensValue(value: number, name: LensValue, isDifference: boolean): string {
  const decimals = name !== 'rank' ? 2 : Number.isInteger(value) ? 0 : 1;
  const text = formatNumber(value, decimals);
  const isSigned = isDifference || name === 'logitDiff';
  return isSigned && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}
