/** Claims and searches: sentences of their grammars, and sentences with parts removed, repeated or replaced. */
import fc from 'fast-check';
import { hostileText } from './hostile';

const words = (text: string): string[] => text.split(' ');

const CLAIM_PARTS = [
  ...words('z q k v pattern resid_pre resid_mid resid_post attn_out mlp_out'),
  ...words('[ ] ( ) { } , | .. * + - / > >= < <= = <- . END'),
  ...words('max min mean abs top ld.clean ld.corrupted ld.gap prob.clean rank.clean'),
  ...words('denoising noising ld log_prob prob rank recovery change raw accuracy kl_from_base'),
  ...words('0 1 2 9.9 1.2 L1H2 L1H* 14 0.5 1e5 1e-400 99999999999999999999 00.1 .5 5. 3.'),
];
const CLAIMS = [
  'z[1.2] > 0.1',
  'top(z, 3) = {1.2, 0.0, 1.1}',
  'max(mlp_out[1.., *]) < 0.1',
  'ld.clean > 3',
  'v[1.1] > q[1.1] + 0.1',
  'pattern[1.1, 3 <- 2] > 0.1',
  'resid_pre[1, END] >= 0.9',
  'z[1.2 | noising, prob, raw] < 0.1',
  'mean(abs(z[L0..1H*] - 0.5)) * 2 < 1 / 3',
];
const SEARCH_PARTS = [
  ...words('L1H2 9.9 l0h0 z q pattern resid mlp attn resid_mid > >= < <= = ≥ ≤ | @ <- ← # tag: model: #ioi'),
  ...words('" “ ” , ; 0.3 -0.3 −1 .5 14 @14 999999999 ! ( ) [ ] model:fake #a-b words'),
];
const SEARCHES = [
  'L1H2 > 0.1',
  '|L1H2| > 0.3',
  'mlp 0 < 0.1',
  'resid 1 @ 3 > 0.9',
  '"Name movers" #ioi',
  'model:fake z 1.2 >= -1',
];

/** Sentences of parts, whole ones, and whole ones that were changed. */
function sentences(parts: readonly string[], whole: readonly string[]): fc.Arbitrary<string> {
  const part = fc.constantFrom(...parts);
  const changed = fc
    .tuple(fc.constantFrom(...whole), fc.nat(60), fc.nat(3), part)
    .map(([text, at, removed, added]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + added + text.slice(from + removed);
    });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...whole) },
    { weight: 4, arbitrary: changed },
    { weight: 4, arbitrary: fc.array(part, { maxLength: 14 }).map((list) => list.join(' ')) },
    { weight: 2, arbitrary: fc.array(part, { maxLength: 14 }).map((list) => list.join('')) },
    {
      weight: 1,
      arbitrary: fc.tuple(part, fc.constantFrom(50, 290, 3000)).map(([one, times]) => one.repeat(times)),
    },
    { weight: 1, arbitrary: hostileText },
  );
}

export const claimText: fc.Arbitrary<string> = sentences(CLAIM_PARTS, CLAIMS);
export const searchText: fc.Arbitrary<string> = sentences(SEARCH_PARTS, SEARCHES);
