import { Code, Stack, Text } from '@mantine/core';
import type { ErrorSection_ErrorsFragment } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { WideTable } from '../site/WideTable';
import classes from './administration.module.css';
import { formatCount, formatUtc } from './format';

/** Errors of the web process, by code and one by one. */
export function ErrorSection({ errors }: { readonly errors: ErrorSection_ErrorsFragment }) {
  const { counts, recent, aborted } = errors;
  const ofClients =
    aborted > 0 &&
    `${formatCount(aborted)} ${aborted === 1 ? 'request was' : 'requests were'} given up by ${aborted === 1 ? 'its client' : 'their clients'}, such as a page that was left: no errors.`;
  if (counts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No errors since the start of this web process. {ofClients}
      </Text>
    );
  return (
    <Stack gap="sm">
      <WideTable>
        <table className={classes.table} aria-label="Errors by code">
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col" className={classes.number}>
                Since the start
              </th>
              <th scope="col">Last (UTC)</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(({ code, count, lastAt }) => (
              <tr key={code}>
                <td>
                  <Code>{code}</Code>
                </td>
                <td className={classes.number}>{formatCount(count)}</td>
                <td>{formatUtc(lastAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <WideTable>
        <table className={classes.table} aria-label="Recent errors">
          <thead>
            <tr>
              <th scope="col">When (UTC)</th>
              <th scope="col">Code</th>
              <th scope="col">Request or run</th>
              <th scope="col">What happened</th>
            </tr>
          </thead>
          <tbody>
            {recent.map((error, index) => (
              <tr key={`${error.at} ${index}`}>
                <td>{formatUtc(error.at)}</td>
                <td>
                  <Code>{error.code}</Code>
                </td>
                <td>
                  {error.run !== null && (
                    <TextLink inherit href={`/runs/${error.run}`}>
                      {error.run}
                    </TextLink>
                  )}{' '}
                  {error.requestId !== null && <Code>{error.requestId}</Code>}
                  {error.run === null && error.requestId === null && '–'}
                </td>
                <td className={classes.text}>{error.message ?? explainCode(error.code)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {ofClients && (
        <Text size="sm" c="dimmed">
          {ofClients}
        </Text>
      )}
    </Stack>
  );
}

/** What an error says that the site did not cause; its message is not kept, since it may quote prompts. */
function explainCode(code: string): string {
  return EXPLANATIONS[code] ?? 'An input was refused.';
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'The request had no valid identity.',
  FORBIDDEN: 'The requester is not allowed to do this.',
  NOT_FOUND: 'What was asked for does not exist.',
  CONFLICT: 'The state of what was to be changed does not allow it.',
  QUOTA_EXCEEDED: 'A limit of the site was reached.',
  MODEL_UNAVAILABLE: 'The model is not installed or cannot be used.',
  RUN_CANCELLED: 'The work was cancelled.',
};
