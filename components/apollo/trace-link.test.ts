// @vitest-environment jsdom
import { ApolloLink, gql } from '@apollo/client';
import { execute } from '@apollo/client/link';
import { lastValueFrom, of } from 'rxjs';
import { expect, it } from 'vitest';
import { createTraceLink } from './trace-link';

async function send(): Promise<{ trace: string; span: string; other: string }> {
  let headers: Record<string, string> = {};
  const end = new ApolloLink((operation) => {
    headers = (operation.getContext() as { headers: Record<string, string> }).headers;
    return of({ data: {} });
  });
  const context = { headers: { other: 'kept' } };
  const link = ApolloLink.from([createTraceLink(), end]);
  await lastValueFrom(execute(link, { query: gql('{ seeding }'), context }, { client: {} as never }));
  const [, trace = '', span = ''] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(headers['traceparent']!)!;
  return { trace, span, other: headers['other']! };
}

it('gives requests after one click one trace, and each request a span', async () => {
  const [first, second] = [await send(), await send()];
  expect(second.trace).toBe(first.trace);
  expect(second.span).not.toBe(first.span);
  expect(first.other).toBe('kept');
  document.body.click();
  expect((await send()).trace).not.toBe(first.trace);
});
