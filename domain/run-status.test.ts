import { expect, it } from 'vitest';
import { hasEnded, isTransition, RUN_STATUSES } from './run-status';

it('never leaves an end', () => {
  for (const from of RUN_STATUSES.filter(hasEnded))
    for (const to of RUN_STATUSES) expect(isTransition(from, to)).toBe(false);
  expect(RUN_STATUSES.filter(hasEnded)).toEqual(['SUCCEEDED', 'FAILED', 'CANCELLED']);
});

it('succeeds and fails only while running', () => {
  for (const to of ['SUCCEEDED', 'FAILED'] as const)
    expect(RUN_STATUSES.filter((from) => isTransition(from, to))).toEqual(['RUNNING']);
});
