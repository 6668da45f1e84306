import { expect, it } from 'vitest';
import { MAX_PAIRS as MAX_PAIRS_IN_FORM } from '../../../components/new-run/draft';
import { MAX_PAIRS } from './validate';

it('takes as many pairs as the form offers', () => {
  expect(MAX_PAIRS_IN_FORM).toBe(MAX_PAIRS);
});
