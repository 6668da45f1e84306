import type { ColumnLabel } from './geometry';
import { formatEffect } from './scale';
import classes from './heatmap.module.css';

interface ValueTableProps {
  readonly title: string;
  /** Row-major, [rows, columns]. */
  readonly values: ArrayLike<number | null>;
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly columnName: string;
  readonly columns: readonly ColumnLabel[];
  readonly formatValue?: ((value: number | null) => string) | undefined;
}

/** The values of a heatmap as a table. */
export function ValueTable(props: ValueTableProps) {
  const { title, values, rowName, rowLabels, columnName, columns, formatValue = formatEffect } = props;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              {rowName} \ {columnName}
            </th>
            {columns.map(({ text, hint }, column) => (
              <th key={column} scope="col" title={hint}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowLabels.map((label, row) => (
            <tr key={row}>
              <th scope="row">{label}</th>
              {columns.map((_, column) => (
                <td key={column}>{formatValue(values[row * columns.length + column] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
