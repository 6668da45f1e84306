import { expect, it } from 'vitest';
import { chooseFetchPolicy } from './fetch-policy';

it('reads values of a run that still computes from the server each time', () => {
  expect(chooseFetchPolicy({ status: 'SUCCEEDED' })).toBe('cache-first');
  expect(chooseFetchPolicy({ status: 'RUNNING' })).toBe('no-cache');
});
