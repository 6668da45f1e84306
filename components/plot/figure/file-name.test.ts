import { expect, it } from 'vitest';
import { fileName } from './file-name';

it('joins parts without characters that file systems or shells reject', () => {
  expect(fileName('q-PJ', 'residual stream', 'recovery')).toBe('q-PJ-residual-stream-recovery');
  expect(fileName('L1H2, clean − corrupted', '', '../../x')).toBe('L1H2-clean-minus-corrupted-x');
  expect(fileName('??')).toBe('patchbay');
});
