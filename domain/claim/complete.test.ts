import { expect, it } from 'vitest';
import { completeClaim, type Offer } from './complete';

const offer: Offer = {
  kinds: ['RESID_PRE', 'HEAD_Z', 'HEAD_Z_BY_POS'],
  directions: ['DENOISING', 'NOISING'],
  metrics: ['logit_diff', 'prob'],
  cells: [
    { kind: 'HEAD_Z', layer: 9, head: 9, position: null },
    { kind: 'HEAD_Z', layer: 10, head: 0, position: null },
    { kind: 'HEAD_Z_BY_POS', layer: 9, head: 9, position: 14 },
    { kind: 'RESID_PRE', layer: 8, head: null, position: 14 },
  ],
};

it.each<[typed: string, completed: string[]]>([
  ['', ['resid_pre[', 'z[', 'ld.', 'prob.', 'max(', 'min(', 'mean(', 'abs(']],
  ['z', ['z[']],
  ['m', ['max(', 'min(', 'mean(']],
  ['t', ['top(']],
  ['max(t', []],
  ['z[', ['z[9.9]', 'z[10.0]', 'z[9.9, 14]']],
  ['z[10', ['z[10.0]']],
  ['z[9.9] > re', ['z[9.9] > resid_pre[']],
  ['z[9.9]', []],
  ['max(resid_pre[', ['max(resid_pre[8, 14]']],
  [
    'z[9.9 | ',
    ['denoising', 'noising', 'ld', 'prob', 'recovery', 'change', 'raw'].map((word) => `z[9.9 | ${word}`),
  ],
  ['z[9.9 | noising, p', ['z[9.9 | noising, prob']],
  ['ld.', ['ld.clean', 'ld.corrupted', 'ld.gap']],
  ['ld.g', ['ld.gap']],
])('completes %j', (typed, completed) => expect(completeClaim(typed, offer)).toEqual(completed));
