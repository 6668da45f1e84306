import { expect, it } from 'vitest';
import * as limits from './limits';

it('consists of whole numbers above 0', () => {
  const entries = Object.entries(limits);
  expect(entries.length).toBeGreaterThan(15);
  for (const [name, value] of entries) {
    expect(name).toMatch(/^(MIN|MAX)_[A-Z_]+$/);
    expect(Number.isInteger(value) && value > 0, name).toBe(true);
  }
  expect(limits.MIN_FINDING_TITLE).toBeLessThan(limits.MAX_FINDING_TITLE);
});
