'use client';

import { useMemo } from 'react';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { Heatmap } from '../plot/heatmap/Heatmap';
import { Legend } from '../plot/heatmap/Legend';
import type { CellAt } from '../plot/heatmap/move';
import { findLimit, type Tone } from '../plot/heatmap/scale';
import { useRowWidth } from '../plot/use-row-width';
import classes from './attribution.module.css';
import type { AttributionState } from './attribution-state';
import type { Shares } from './shares';

/** Width that the cells of all columns share at most, that of the labels beside them, and limits of the size of one, in px. */
const PLOT_WIDTH = 480;
const LABELS = 48;
const [MIN_CELL, MAX_CELL] = [16, 52];

/** Size of a cell, in pixels. @param room for the cells of all columns. */
export function sizeCell(columns: number, room = PLOT_WIDTH): number {
  return Math.max(MIN_CELL, Math.min(MAX_CELL, Math.floor(room / columns)));
}

interface ShareHeatmapProps {
  readonly shares: Shares;
  readonly head: AttributionState['head'];
  readonly mlp: AttributionState['mlp'];
  readonly tone: Tone;
  readonly figure: FigureContext;
  /** A head or an MLP was chosen; neither for the attention bias. */
  readonly onChoose: (choice: Pick<AttributionState, 'head' | 'mlp'>) => void;
}

/** Shares by layer: each head, the attention bias and the MLP. A click on a head or an MLP chooses it. */
export function ShareHeatmap({ shares, head, mlp, tone, figure, onChoose }: ShareHeatmapProps) {
  const { heads, attnBias, mlps } = shares;
  const headCount = heads[0]!.length;
  const values = useMemo(
    () => Float32Array.from(heads.flatMap((row, layer) => [...row, attnBias[layer]!, mlps[layer]!])),
    [heads, attnBias, mlps],
  );
  const columns = useMemo(
    () => [
      ...Array.from({ length: headCount }, (_, index) => ({ text: String(index) })),
      { text: 'bias', hint: 'Output bias of the attention layer, value biases folded in.' },
      { text: 'MLP', hint: 'Output of the MLP.' },
    ],
    [headCount],
  );
  const nameCell = ({ row, column }: CellAt): string => {
    if (column < headCount) return `L${row}H${column}`;
    return column === headCount ? `attention bias ${row}` : `MLP ${row}`;
  };
  const limit = findLimit([values]);
  const { ref, width } = useRowWidth();
  const room = width === 0 ? PLOT_WIDTH : Math.min(PLOT_WIDTH, width - LABELS);
  const cellSize = sizeCell(columns.length, room);
  const valueName = 'share of the logit difference (logits)';
  return (
    <div ref={ref} className={classes.shares}>
      <Legend {...{ limit, tone }} scale="RdBu" label={valueName} />
      <Heatmap
        title="Shares of the logit difference"
        values={values}
        rowName="layer"
        rowLabels={heads.map((_, layer) => String(layer))}
        rowsPerLayer={1}
        columnName="head, bias, MLP"
        columns={columns}
        nameCell={nameCell}
        pinned={
          head
            ? { row: head.layer, column: head.head }
            : mlp === null
              ? null
              : { row: mlp, column: headCount + 1 }
        }
        onPin={(cell) =>
          onChoose({
            head: cell && cell.column < headCount ? { layer: cell.row, head: cell.column } : null,
            mlp: cell && cell.column === headCount + 1 ? cell.row : null,
          })
        }
        scale="RdBu"
        unit="logits"
        showsValues
        cellWidth={cellSize}
        cellHeight={cellSize}
        {...{ limit, tone, valueName, figure }}
      />
    </div>
  );
}
