import type { ReactNode } from 'react';
import { WideTable } from '../site/WideTable';
import { OwnerName } from './OwnerName';
import classes from './administration.module.css';

interface OwnerRow {
  /** Null for an owner who was deleted meanwhile. */
  readonly owner: { readonly id: string; readonly name: string } | null;
}

interface OwnerTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The columns after the owner: their titles, and their values. */
  readonly columns: readonly { readonly title: string; readonly format: (row: Row) => ReactNode }[];
}

/** Numbers by owner. */
export function OwnerTable<Row extends OwnerRow>({ label, rows, columns }: OwnerTableProps<Row>) {
  return (
    <WideTable>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Owner</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col" className={classes.number}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.owner?.id ?? index}>
              <td>
                <OwnerName owner={row.owner} />
              </td>
              {columns.map(({ title, format }) => (
                <td key={title} className={classes.number}>
                  {format(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
