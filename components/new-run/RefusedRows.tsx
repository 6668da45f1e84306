import type { Reading } from './reading-choices';
import classes from './import-dialog.module.css';

/** Rows that are listed one by one. */
const SHOWN = 100;

/** The rows that cannot be used, each with the reason. */
export function RefusedRows({ refused }: { readonly refused: Reading['refused'] }) {
  const count = refused.length.toLocaleString('en');
  return (
    <details open={refused.length <= 8}>
      <summary>{refused.length === 1 ? '1 row cannot be used' : `${count} rows cannot be used`}</summary>
      <div className={classes.columns} role="region" aria-label="Rows that cannot be used" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">row</th>
              <th scope="col">reason</th>
            </tr>
          </thead>
          <tbody>
            {refused.slice(0, SHOWN).map(({ row, reason }) => (
              <tr key={row}>
                <td>{row}</td>
                <td className={classes.reason}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {refused.length > SHOWN && <p>and {(refused.length - SHOWN).toLocaleString('en')} more</p>}
      </div>
    </details>
  );
}
