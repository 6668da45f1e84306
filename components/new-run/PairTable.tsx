import type { Dispatch } from 'react';
import { MAX_PAIRS } from '../../domain/limits';
import type { DraftRow } from './draft';
import { PAGE_ROWS, type FormAction } from './form-state';
import { PairRow } from './PairRow';
import type { PairResult } from './preview';
import classes from './pair-table.module.css';

interface PairTableProps {
  readonly rows: readonly DraftRow[];
  readonly page: number;
  readonly openId: number | null;
  readonly findResult: (row: DraftRow) => PairResult | undefined;
  /** Whether the pairs as they are now are still being checked. */
  readonly isPending: boolean;
  readonly hasTried: boolean;
  readonly model: string;
  readonly prependBos: boolean;
  /** Whether roles can be marked. */
  readonly isByRole: boolean;
  /** Whether the run reads answers of several tokens as a whole. */
  readonly isWhole: boolean;
  /** Names of roles of any pair, joined by commas. */
  readonly roleNames: string;
  readonly dispatch: Dispatch<FormAction>;
}

/** The pairs of a run, a line each and one open for editing, in pages. */
export function PairTable({ rows, page, openId, findResult, dispatch, ...shared }: PairTableProps) {
  const from = page * PAGE_ROWS;
  return (
    <>
      <table aria-label="Prompt pairs" className={classes.table}>
        <thead>
          <tr>
            {['Pair', 'Clean', 'Corrupted', 'Correct', 'Incorrect', 'Tokens'].map((name) => (
              <th key={name} scope="col" data-column={name}>
                {name}
              </th>
            ))}
            <th scope="col" data-column="Logits">
              <abbr title="Logit difference, clean / corrupted">Logit diff</abbr>
            </th>
            <th scope="col" data-column="Verdict">
              Verdict
            </th>
            <th scope="col" data-column="Actions">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(from, from + PAGE_ROWS).map((row, index) => {
            const result = findResult(row);
            return (
              <PairRow
                key={row.id}
                row={row}
                number={from + index + 1}
                result={result}
                isOpen={row.id === openId}
                canRemove={rows.length > 1}
                canDuplicate={rows.length < MAX_PAIRS}
                dispatch={dispatch}
                {...shared}
                // A pair that has its result does not wait for the others.
                isPending={shared.isPending && result === undefined}
              />
            );
          })}
        </tbody>
      </table>
      {rows.length > PAGE_ROWS && <Pages count={rows.length} page={page} dispatch={dispatch} />}
    </>
  );
}

interface PagesProps {
  readonly count: number;
  readonly page: number;
  readonly dispatch: Dispatch<FormAction>;
}

function Pages({ count, page, dispatch }: PagesProps) {
  return (
    <nav aria-label="Pages of pairs" className={classes.pages}>
      {Array.from({ length: Math.ceil(count / PAGE_ROWS) }, (_, index) => {
        const [first, last] = [index * PAGE_ROWS + 1, Math.min((index + 1) * PAGE_ROWS, count)];
        return (
          <button
            key={index}
            type="button"
            aria-label={`Pairs ${first} to ${last}`}
            aria-current={index === page ? 'page' : undefined}
            onClick={() => dispatch({ type: 'turn', page: index })}
          >
            {first}–{last}
          </button>
        );
      })}
    </nav>
  );
}
