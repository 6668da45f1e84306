import { memo } from 'react';
import { formatEffect } from '../plot/format-number';
import { SideScroll } from '../scroll/SideScroll';
import type { Agreement } from './agreement';
import type { Points } from './points';
import classes from './agreement.module.css';

interface LargestChangesProps {
  readonly agreement: Pick<Agreement, 'largest' | 'a' | 'b'>;
  readonly points: Pick<Points, 'name'>;
  readonly unit: string;
  /** Opens a cell. */
  readonly onChoose: (point: number) => void;
}

/** The cells that differ most, the largest change first. Each name is a button that opens the cell. */
export const LargestChanges = memo(function LargestChanges({
  agreement: { largest, a, b },
  points,
  unit,
  onChoose,
}: LargestChangesProps) {
  if (largest.length === 0) return null;
  return (
    <SideScroll>
      <table className={classes.table}>
        <caption>Largest changes{unit && ` (${unit})`}</caption>
        <thead>
          <tr>
            <th scope="col">cell</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">B − A</th>
          </tr>
        </thead>
        <tbody>
          {largest.map((point) => (
            <tr key={point}>
              <th scope="row">
                <button type="button" className={classes.choose} data-printed onClick={() => onChoose(point)}>
                  {points.name(point)}
                </button>
              </th>
              <td>{formatEffect(a[point]!)}</td>
              <td>{formatEffect(b[point]!)}</td>
              <td>
                <b>{formatEffect(b[point]! - a[point]!)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideScroll>
  );
});
