// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, screen } from '@testing-library/react';
import { of } from 'rxjs';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { encodePattern } from '../testing/encode-pattern';
import { sampleRun } from '../testing/sample-run';
import { TopHeads } from './TopHeads';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

type Cell = readonly [layer: number, head: number, recovery: number];

/** Answers with this ranking, and with a pattern for every head. */
function show(cells: readonly Cell[]) {
  const asked: unknown[] = [];
  const pattern = {
    __typename: 'AttentionPattern',
    tokens: [0, 1, 2].map((id) => ({ __typename: 'Token', id, text: ` w${id}` })),
    data: encodePattern([[1], [0.5, 0.5], [0.2, 0.3, 0.5]]),
  };
  const link = new ApolloLink(({ operationName, variables }) => {
    if (operationName === 'TopHeads') asked.push(variables['kind']);
    const topHeads = cells.map(([layer, head, recovery]) => ({
      __typename: 'Cell',
      layer,
      head,
      recovery,
      value: 0,
    }));
    const run = { __typename: 'Run', id: 'k3F9' };
    return of({
      data: {
        run:
          operationName === 'TopHeads'
            ? { ...run, topHeads }
            : { ...run, clean: pattern, corrupted: pattern },
      },
    });
  });
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  renderInPage(
    <ApolloProvider client={client}>
      <TopHeads
        run={sampleRun()}
        direction="DENOISING"
        metric="LOGIT_DIFF"
        unpatched={sampleRun().baseline!}
        count={4}
        rankedBy={null}
        prompt={null}
        tone="light"
        onChange={() => {}}
      />
    </ApolloProvider>,
  );
  return asked;
}

it('shows heads in the order of the API, by their output first, each once', async () => {
  const asked = show([
    [1, 1, 0.6],
    [0, 1, 0.3],
    [0, 0, 0.004],
  ]);
  const shown = await screen.findAllByRole('application');
  expect(shown.map((plot) => plot.getAttribute('aria-label')!.slice(0, 4))).toEqual(['L1H1', 'L0H1']);
  expect(asked).toEqual(['HEAD_Z']);
  expect(screen.getByText(/move the answer by less than 1% of the gap/)).toBeDefined();
});

it('says that no head is above the threshold', async () => {
  show([
    [0, 0, 0.0004],
    [1, 1, -0.3],
  ]);
  expect(await screen.findByText(/No head reaches this threshold/)).toBeDefined();
  expect(screen.queryAllByRole('application')).toEqual([]);
});
