import { Stack } from '@mantine/core';
import type { ReadError } from '../apollo/read-error';
import { Notice } from '../site/Notice';
import { TextLink } from '../site/Links';

interface GeneralProblemsProps {
  readonly id: string;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Why the run was refused as a whole; null when it was not. */
  readonly refusal: ReadError | null;
  /** Why the experiment could not be checked; null when it could. */
  readonly previewError: ReadError | null;
}

/** Problems that belong to no field: refusals for cost or quota, failed requests, warnings about the site. That the server is away is said beside the Run button. */
export function GeneralProblems({ id, problems, warnings, ...failures }: GeneralProblemsProps) {
  const [refusal, previewError] = [failures.refusal, failures.previewError].map((failure) =>
    failure?.away === undefined ? failure : null,
  );
  const isEmpty = problems.length + warnings.length === 0 && !refusal && !previewError;
  return (
    <div id={id} tabIndex={-1} hidden={isEmpty}>
      <Stack gap="xs">
        {problems.map((message) => (
          <Notice key={message} tone="error">
            {message}
          </Notice>
        ))}
        {refusal && (
          <Notice tone="error" title="The run was refused">
            {refusal.message}
            {refusal.code === 'QUOTA_EXCEEDED' && (
              <>
                {' '}
                What to change: <TextLink href="#what">sweeps</TextLink>,{' '}
                <TextLink href="#pairs">pairs</TextLink>, or <TextLink href="/runs">your runs</TextLink>.
              </>
            )}
          </Notice>
        )}
        {previewError && (
          <Notice tone="error" title="The prompts could not be checked">
            {previewError.message}
          </Notice>
        )}
        {warnings.map((message) => (
          <Notice key={message} tone="warning">
            {message}
          </Notice>
        ))}
      </Stack>
    </div>
  );
}
