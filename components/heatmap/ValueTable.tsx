import { formatEffect } from './scale';
import classes from './heatmap.module.css';

interface ValueTableProps {
  readonly title: string;
  /** Row-major, [rows, columns]. */
  readonly values: ArrayLike<number | null>;
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly columnLabels: readonly string[];
}

/** A heatmap's values as numbers. */
export function ValueTable({ title, values, rowName, rowLabels, columnLabels }: ValueTableProps) {
  const columns = columnLabels.length;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{rowName}</th>
            {columnLabels.map((label, column) => (
              <th key={column} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowLabels.map((label, row) => (
            <tr key={row}>
              <th scope="row">{label}</th>
              {columnLabels.map((_, column) => (
                <td key={column}>{formatEffect(values[row * columns + column] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
