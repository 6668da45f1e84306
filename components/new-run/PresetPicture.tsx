import { memo } from 'react';
import type { SweepKind } from '../../domain/sites';
import type { DraftPair } from './draft';
import { countFacets, listColumns } from './preset-cards';
import classes from './preset-cards.module.css';

const LAYERS = 4;
const WIDTH = 132;
const HEIGHT = 50;

interface PresetPictureProps {
  readonly pair: DraftPair;
  readonly sweeps: readonly SweepKind[];
}

/**
 * The heatmaps of a preset's run as a scheme, not as a result: where prompts differ, early layers restore the answer; at the last position, late
 * ones. Positions before the difference are not computed. Heads are left blank, because only a run knows them.
 */
export const PresetPicture = memo(function PresetPicture({ pair, sweeps }: PresetPictureProps) {
  const { positions, heads } = countFacets(sweeps);
  const { count, differing } = listColumns(pair);
  const first = Math.max(0, Math.min(...differing));
  const hasHeads = heads > 0;
  const width = hasHeads ? 88 : WIDTH - 12;
  const [cellWidth, cellHeight] = [width / count, 36 / LAYERS];
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.picture} aria-hidden>
      {Array.from({ length: Math.max(0, positions - 1) }, (_, at) => (
        <rect
          key={at}
          x={1 + 4 * (positions - 1 - at)}
          y={1 + 4 * (positions - 1 - at)}
          width={width}
          height={36}
          rx={1.5}
          className={classes.behind}
        />
      ))}
      {Array.from({ length: LAYERS * count }, (_, index) => {
        const [layer, column] = [Math.floor(index / count), index % count];
        const share = differing.includes(column)
          ? 1 - layer / LAYERS
          : column === count - 1
            ? layer / LAYERS
            : 0;
        return (
          <rect
            key={index}
            x={1 + column * cellWidth}
            y={1 + layer * cellHeight}
            width={cellWidth - 0.75}
            height={cellHeight - 0.75}
            className={column < first ? classes.before : classes.cell}
            style={
              share > 0
                ? {
                    fill: `color-mix(in srgb, var(--pb-correct) ${Math.round(share * 88)}%, var(--pb-sunken))`,
                  }
                : undefined
            }
          />
        );
      })}
      {hasHeads &&
        Array.from({ length: 16 }, (_, index) => (
          <rect
            key={`head ${index}`}
            x={102 + 7.4 * (index % 4)}
            y={1 + cellHeight * Math.floor(index / 4)}
            width={6.6}
            height={cellHeight - 0.75}
            className={classes.cell}
          />
        ))}
    </svg>
  );
});
