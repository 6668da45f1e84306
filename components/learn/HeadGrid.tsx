'use client';

import { listRecoveries, type DemoCell, type DemoValues } from '../demo/example';
import { PatchGrid } from '../demo/PatchGrid';
import classes from './learn.module.css';

interface HeadGridProps {
  readonly title: string;
  readonly values: DemoValues | null;
  readonly layers: number;
  readonly heads: number;
  readonly chosen: DemoCell;
  readonly onChoose: (cell: DemoCell) => void;
}

/** Recovery by layer and head. Neighbouring grids share the chosen head and the scale. */
export function HeadGrid({ title, values, layers, heads, chosen, onChoose }: HeadGridProps) {
  return (
    <figure className={classes.facet}>
      <figcaption>{title}</figcaption>
      <PatchGrid
        label={`Recovery by patching: ${title}, by layer and head`}
        rowName="layer"
        rows={Array.from({ length: layers }, (_, layer) => String(layer))}
        columns={Array.from({ length: heads }, (_, head) => ({ text: String(head) }))}
        values={values ? listRecoveries(values) : []}
        limit={1}
        nameCell={({ row, column }) => `L${row}H${column}`}
        chosen={chosen}
        onChoose={onChoose}
        choosesOnHover
        isCompact
      />
    </figure>
  );
}

/** The head with the largest recovery; the first one while nothing is known. */
export function findTopHead(values: DemoValues | null, heads: number): DemoCell {
  const recoveries = values ? listRecoveries(values) : [];
  let top = 0;
  recoveries.forEach((recovery, index) => {
    if ((recovery ?? -Infinity) > (recoveries[top] ?? -Infinity)) top = index;
  });
  return { row: Math.floor(top / heads), column: top % heads };
}
