'use client';

import { readError } from '../apollo/read-error';
import { AwayNotice } from './AwayNotice';
import { useFailureScope } from './failure-scope';
import { Notice } from './Notice';

interface RequestProblemProps {
  readonly error: unknown;
  /** What is missing, for answers of the server. */
  readonly title?: string;
  /** For answers of the server. */
  readonly tone?: 'warning' | 'error';
  /** Asks again. Nothing is shown of what it throws: the request has its error. */
  readonly onRetry?: () => unknown;
}

/** Why a request failed: problems of its input one by one, which have the cost and what to do. Where the server cannot be reached, a button asks again. */
export function RequestProblem({ error, title, tone = 'error', onRetry }: RequestProblemProps) {
  const { message, issues, away } = readError(error);
  const retry = onRetry && (() => void Promise.resolve(onRetry()).catch(() => {}));
  const isInScope = useFailureScope(away !== undefined, retry);
  if (away !== undefined) return isInScope ? null : <AwayNotice after={away} onRetry={retry} />;
  return (
    <Notice tone={tone} {...(title !== undefined && { title })}>
      {issues.length > 0 ? issues.map((issue) => issue.message).join(' ') : message}
    </Notice>
  );
}
