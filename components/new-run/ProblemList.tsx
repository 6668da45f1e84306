import type { Dispatch } from 'react';
import type { FormAction } from './form-state';
import type { ListedProblem } from './list-problems';
import classes from './problem-list.module.css';

interface ProblemListProps {
  readonly title: string;
  readonly tone: 'problem' | 'warning';
  readonly problems: readonly ListedProblem[];
  readonly dispatch: Dispatch<FormAction>;
}

/** Problems of several pairs; each entry opens its pair and moves the focus to the field. */
export function ProblemList({ title, tone, problems, dispatch }: ProblemListProps) {
  return (
    <details className={classes.list} data-tone={tone} open={tone === 'problem' && problems.length <= 3}>
      <summary>{title}</summary>
      <ul>
        {problems.map(({ rowId, number, field, message }) => (
          <li key={`${rowId} ${field} ${message}`}>
            <button
              type="button"
              onClick={() => dispatch({ type: 'open', id: rowId, ...(field && { field }) })}
            >
              Pair {number}
              {field && `, ${field}`}
            </button>{' '}
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
