import type { UnusablePairs_PairFragment } from '../generated/graphql';
import classes from './unusable-table.module.css';

interface UnusableTableProps {
  readonly pairs: readonly UnusablePairs_PairFragment[];
  /** All of them, of which `pairs` are some. */
  readonly count: number;
}

/** Pairs that a model cannot use, each with what is wrong with it. Pairs are numbered from 1, as on the page of a set. */
export function UnusableTable({ pairs, count }: UnusableTableProps) {
  return (
    <div className={classes.table} role="region" aria-label="Pairs that the model cannot use" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">pair</th>
            <th scope="col">reason</th>
            <th scope="col">clean prompt</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ index, message, clean }) => (
            <tr key={index}>
              <td>{(index + 1).toLocaleString('en')}</td>
              <td className={classes.reason}>{message}</td>
              <td className={classes.prompt}>{clean}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > pairs.length && <p>and {(count - pairs.length).toLocaleString('en')} more</p>}
    </div>
  );
}
