import { gql, InMemoryCache } from '@apollo/client';
import { afterEach, expect, it, vi } from 'vitest';
import { TYPE_POLICIES } from './type-policies';

afterEach(() => vi.restoreAllMocks());

it('keeps what two queries read of a card, and warns of nothing', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const cache = new InMemoryCache({ typePolicies: TYPE_POLICIES });
  const finding = { __typename: 'Finding', id: 'f' };
  const card = (fields: object) => ({
    finding: { ...finding, card: { __typename: 'FindingCard', ...fields } },
  });
  cache.writeQuery({
    query: gql('{ finding { id card { prompt baseline { gapMean } } } }'),
    data: card({ prompt: 'a', baseline: { __typename: 'CardBaseline', gapMean: 1 } }),
  });
  cache.writeQuery({
    query: gql('{ finding { id card { correct baseline { verdict } } } }'),
    data: card({ correct: ' b', baseline: { __typename: 'CardBaseline', verdict: 'OK' } }),
  });
  const both = gql('{ finding { card { prompt correct baseline { gapMean verdict } } } }');
  expect(cache.readQuery({ query: both })).toMatchObject({
    finding: { card: { prompt: 'a', correct: ' b', baseline: { gapMean: 1, verdict: 'OK' } } },
  });
  expect([...warn.mock.calls, ...error.mock.calls]).toEqual([]);
});
