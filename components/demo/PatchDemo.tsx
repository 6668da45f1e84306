'use client';

import { useDeferredValue, useState } from 'react';
import { formatNumber } from '../plot/format-number';
import { namePosition } from '../tokens/name-position';
import { visibleText } from '../tokens/token-text';
import { AnswerLine } from './AnswerLine';
import { chooseFirstCell, listRecoveries, type DemoCell, type DemoExample } from './example';
import { PatchGrid } from './PatchGrid';
import { SourceNote } from './SourceNote';
import { useDemoValues } from './use-demo-values';
import classes from './demo.module.css';

interface PatchDemoProps {
  readonly examples: readonly DemoExample[];
  /** Text of the operation `PatchSites`. */
  readonly operation: string;
}

/** The bundled model, patched wherever the pointer or the arrow keys are: what one activation does to the next token. */
export function PatchDemo({ examples, operation }: PatchDemoProps) {
  const [id, setId] = useState(examples[0]!.id);
  const [cells, setCells] = useState<Readonly<Record<string, DemoCell>>>({});
  // The choice answers at once; the picture follows.
  const drawn = useDeferredValue(id);
  const example = examples.find((one) => one.id === drawn) ?? examples[0]!;
  const shown = useDemoValues(operation, example);
  const { columns, layers, pair } = example;
  const cell = cells[example.id] ?? chooseFirstCell(example);
  const place = namePosition(columns[cell.column]!.clean, columns[cell.column]!.corrupted);
  const index = cell.row * columns.length + cell.column;
  const patched = shown.values?.patched[index] ?? null;
  const recovery = shown.values ? listRecoveries(shown.values)[index]! : null;
  const nameCell = ({ row, column }: DemoCell): string =>
    `layer ${row}, ${visibleText(columns[column]!.clean)}`;
  return (
    <div className={classes.demo}>
      <div className={classes.head}>
        <p className={classes.task}>
          The model reads <q>{pair.corrupted}</q>. One activation is replaced by that of <q>{pair.clean}</q>.
          Which word comes next?
        </p>
        {examples.length > 1 && (
          <div className={classes.tabs} role="group" aria-label="Prompt">
            {examples.map((one) => (
              <button key={one.id} type="button" aria-pressed={one.id === id} onClick={() => setId(one.id)}>
                {one.label}
              </button>
            ))}
          </div>
        )}
      </div>
      <div className={classes.picture}>
        <PatchGrid
          label="Recovery by patching the residual stream, by layer and position"
          rowName="layer"
          rows={Array.from({ length: layers }, (_, layer) => String(layer))}
          columns={columns.map(({ clean, corrupted }) => namePosition(clean, corrupted))}
          values={shown.values ? listRecoveries(shown.values) : []}
          limit={1}
          nameCell={nameCell}
          chosen={cell}
          onChoose={(chosen) => setCells({ ...cells, [example.id]: chosen })}
          choosesOnHover
        />
        <div className={classes.readout}>
          <p className={classes.where}>
            <span className={classes.site}>
              residual stream before layer {cell.row}, at <b title={place.title ?? undefined}>{place.text}</b>
            </span>
            <span className={classes.effect}>
              {recovery === null ? 'not computed' : `${formatNumber(100 * recovery, 0)}% recovered`}
            </span>
            <span className={classes.number}>
              {patched !== null && `logit difference ${formatNumber(patched, 2)}`}
            </span>
          </p>
          {shown.values && (
            <AnswerLine
              correct={pair.correct}
              incorrect={pair.incorrect}
              base={shown.values.base}
              source={shown.values.source}
              patched={patched}
            />
          )}
        </div>
      </div>
      <SourceNote shown={shown} example={example} />
    </div>
  );
}
