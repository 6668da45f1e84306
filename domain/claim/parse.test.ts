import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CellPattern, Steps } from '../cell-pattern';
import { DIRECTIONS } from '../effect';
import { METRIC_IDS } from '../metrics';
import { isHeadKind, SITES, SWEEP_KINDS, type SweepKind } from '../sites';
import { TextError } from '../text-error';
import { parseClaim } from './parse';
import { printClaim } from './print';
import { BASELINE_PARTS, isSeveral, listNodes, VALUE_FORMS, type Claim, type Expression } from './syntax';

it.each([
  ['z[9.9] > 0.2'],
  ['resid_pre[8, END] >= 0.9'],
  ['v[8.6] > q[8.6] + 0.1'],
  ['top(z, 3) = {9.9, 10.0, 9.6}'],
  ['max(mlp_out[1.., *]) < 0.1'],
  ['ld.clean > 3'],
  ['prob.gap > 0.05'],
  ['z[9.9 | noising, prob, raw] < 0.1'],
  ['pattern[9.9, 14 <- 10] > 0.1'],
  ['min(z[L7..9H*]) > -0.4'],
  ['top(z[*, END], 1) = {[9.9, END]}'],
  ['mean(z[9.9], z[9.6]) = 0.30'],
  ['max(abs(mlp_out[*, ..5 | change])) < 0.1 * ld.gap'],
  ['-(z[9.9] - 0.5) * 2 > -1'],
  ['top(z[* | noising], 2) = {9.9, 9.6}'],
])('writes %s as it was written', (text) => expect(printClaim(parseClaim(text))).toBe(text));

it.each([
  ['z[L9H9]>.2', 'z[9.9] > 0.2'],
  ['  resid [ 8 @ END ]  ≥ 00.90 ', 'resid_pre[8, END] >= 0.90'],
  ['max(mlp) < 0.1', 'max(mlp_out) < 0.1'],
  ['max(z[*.*]) − 1 < 0.1', 'max(z) - 1 < 0.1'],
  ['z[9.9 | logit_diff, denoising, recovery] > 0', 'z[9.9 | denoising, ld] > 0'],
  ['(((z[9.9]))) > (0.2)', 'z[9.9] > 0.2'],
  ['max(z[7..9.*]) > 1', 'max(z[L7..9H*]) > 1'],
  ['logit_diff.clean > 3', 'ld.clean > 3'],
])('writes %s as %s', (text, canonical) => expect(printClaim(parseClaim(text))).toBe(canonical));

it.each<[text: string, at: number, message: RegExp]>([
  ['', 0, /empty; write for example/],
  ['z[9.9]', 6, /comparison is expected.*the end/],
  ['z[9.9] >', 8, /value is expected/],
  ['z[9.9] > 0.2 > 0.1', 13, /one comparison/],
  ['z[9.9] > 0.2 and z[9.6] > 0', 13, /claims of their own/],
  ['z[9] > 0.2', 3, /head is missing; write .* 9\.\*/],
  ['z[9.x] > 0.2', 4, /'x' is not a head/],
  ['z[END.1] > 0', 2, /END is the last position/],
  ['zz[9.9] > 0', 0, /'zz' is not known; activations are resid_pre/],
  ['L9H9 > 0.3', 0, /write z\[9\.9\]/],
  ['z[9.*] > 0.2', 0, /several cells; write max/],
  ['z > 0.2', 0, /several cells/],
  ['0.1 + z[9.9, *] > 0', 6, /several cells/],
  ['mlp_out[0] > 0.2', 7, /each layer and position; write for example mlp_out\[8, END\]/],
  ['z[9.9, 3 <- 4] > 0', 1, /Only patterns/],
  ['z[9.9 > 0.2', 1, /not closed/],
  ['z[9.9] = z[9.6]', 9, /After '=' write a number/],
  ['z[9.9 | raw, nosing] > 1', 13, /'nosing' is not known here/],
  ['z[9.9 | ld, prob] > 1', 12, /second metric/],
  ['z[9.9 |] > 1', 7, /A word is missing/],
  ['ld > 1', 3, /'\.' is expected here.*ld\.clean/],
  ['ld.both > 1', 3, /ld\.clean, ld\.corrupted or ld\.gap/],
  ['1 > 0', 0, /names no cell/],
  ['z[9.9] != 0', 7, /'!=' is not a comparison/],
  ['top(z, 3) = {9.9}', 12, /1 member, and top compares 3/],
  ['top(z, 2) = {9.9, 9.9}', 17, /named twice/],
  ['top(z, 0) = {}', 7, /1 to 20/],
  ['top(z, 1) = {9.*}', 13, /one cell/],
  ['top(z, 1) = {[9.9, 3]}', 14, /write them like 9\.9/],
  ['top(z[9.9], 1) = {9.9}', 4, /cells of one kind/],
  ['z[99999.1] > 0', 2, /too large/],
  ['z[9..7.1] > 0', 2, /empty/],
  ['abs(z[1.1], 2) > 0', 0, /one argument/],
  [`${'('.repeat(30)}z[9.9]${')'.repeat(30)} > 0`, 20, /more than 20 levels/],
  [`z[9.9] > ${'1'.repeat(300)}`, 300, /characters long/],
  ['z[9.9] > 0.2 §', 13, /'§' is not part of a claim/],
])('refuses %j at %d', (text, at, message) => {
  const attempt = (): Claim => parseClaim(text);
  expect(attempt).toThrow(TextError);
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ at }));
});

/** Without the places of characters, which printing changes. */
const strip = (claim: Claim): unknown =>
  JSON.parse(JSON.stringify(claim, (name, value: unknown) => (name === 'at' ? undefined : value)));

const bounds = (withEnd: boolean) =>
  fc.oneof(fc.nat({ max: 30 }), ...(withEnd ? [fc.constant('END' as const)] : []));
const step = (withEnd: boolean): fc.Arbitrary<Steps> =>
  bounds(withEnd).map((index) => ({ type: 'step', step: index, at: 0 }));
const range = (withEnd: boolean): fc.Arbitrary<Steps> =>
  fc
    .tuple(fc.option(bounds(withEnd)), fc.option(bounds(withEnd)))
    .filter(([from, to]) => !(typeof from === 'number' && typeof to === 'number' && from > to))
    .map(([from, to]) => ({ type: 'range', from, to, at: 0 }));
const steps = (withEnd: boolean, isOne: boolean) =>
  isOne ? step(withEnd) : fc.oneof(step(withEnd), range(withEnd));

const pattern = (kind: SweepKind, isOne: boolean): fc.Arbitrary<CellPattern> => {
  const axes: readonly string[] = SITES[kind].axes;
  const none = fc.constant(null);
  return fc.record({
    layer: steps(false, isOne),
    head: isHeadKind(kind) ? steps(false, isOne) : none,
    position: axes.includes('position') || axes.includes('destination') ? steps(true, isOne) : none,
    src: axes.includes('src') ? steps(true, isOne) : none,
  });
};
const qualifiers = fc.record({
  direction: fc.option(fc.constantFrom(...DIRECTIONS)),
  metric: fc.option(fc.constantFrom(...METRIC_IDS)),
  form: fc.constantFrom(...VALUE_FORMS),
});
const cells = (isOne: boolean): fc.Arbitrary<Expression> =>
  fc
    .constantFrom(...SWEEP_KINDS)
    .chain((kind) =>
      fc
        .record({ pattern: pattern(kind, isOne), qualifiers })
        .map((rest) => ({ type: 'cells', kind, ...rest, at: 0 })),
    );
const numbers: fc.Arbitrary<Expression> = fc
  .tuple(fc.boolean(), fc.nat({ max: 99 }), fc.constantFrom('', '.0', '.25', '.10'))
  .map(([isNegative, whole, rest]) => ({
    type: 'number',
    text: `${isNegative ? '-' : ''}${whole}${rest}`,
    at: 0,
  }));
const { one } = fc.letrec<{ one: Expression }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    cells(true),
    numbers,
    fc
      .record({ metric: fc.constantFrom(...METRIC_IDS), part: fc.constantFrom(...BASELINE_PARTS) })
      .map((rest): Expression => ({ type: 'baseline', ...rest, at: 0 })),
    tie('one')
      .filter((of) => of.type !== 'number' || of.text.startsWith('-'))
      .map((of): Expression => ({ type: 'negation', of, at: 0 })),
    fc
      .record({ operator: fc.constantFrom('+', '-', '*', '/'), left: tie('one'), right: tie('one') })
      .map((rest): Expression => ({ type: 'arithmetic', ...rest, at: 0 })),
    tie('one').map((of): Expression => ({ type: 'call', name: 'abs', of: [of], at: 0 })),
    fc
      .record({
        name: fc.constantFrom('max', 'min', 'mean'),
        of: fc.array(fc.oneof(tie('one'), cells(false)), { minLength: 1, maxLength: 3 }),
      })
      .map((rest): Expression => ({ type: 'call', ...rest, at: 0 })),
  ),
}));
const claims: fc.Arbitrary<Claim> = fc.oneof(
  fc.record({
    type: fc.constant('comparison'),
    left: fc.oneof(cells(true), one),
    operator: fc.constantFrom('>', '>=', '<', '<='),
    right: one,
  }) as fc.Arbitrary<Claim>,
  fc.record({
    type: fc.constant('comparison'),
    left: cells(true),
    operator: fc.constant('='),
    right: numbers,
  }) as fc.Arbitrary<Claim>,
  cells(false)
    .filter((expression) => isSeveral(expression))
    .chain((expression) =>
      fc
        .uniqueArray(pattern((expression as { kind: SweepKind }).kind, true), {
          minLength: 1,
          maxLength: 4,
          selector: (member) => JSON.stringify(member),
        })
        .map((members) => ({ type: 'top', cells: expression, count: members.length, members }) as Claim),
    ),
);

const namesResult = (claim: Claim): boolean =>
  claim.type === 'top' ||
  [claim.left, claim.right].flatMap(listNodes).some(({ type }) => type === 'cells' || type === 'baseline');

it('reads what it writes', () => {
  fc.assert(
    fc.property(claims, (claim) => {
      const text = printClaim(claim);
      fc.pre(text.length <= 300 && namesResult(claim));
      expect(strip(parseClaim(text))).toEqual(strip(claim));
      expect(printClaim(parseClaim(text))).toBe(text);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

it('refuses any other text with a message and a character of it, and nothing else', () => {
  const piece = fc.constantFrom(
    ...'zqkv()[]{}.,|+-*/<>=≥ 019#é\u0000'.split(''),
    'END',
    'top(z, 3) = {',
    'max(',
    'resid_pre[',
    ' | noising',
    '..',
    '<-',
    'ld.',
    '__proto__',
    'constructor',
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 320, unit: 'grapheme' }),
    fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const canonical = printClaim(parseClaim(text));
        expect(printClaim(parseClaim(canonical))).toBe(canonical);
      } catch (error) {
        expect(error).toBeInstanceOf(TextError);
        const { at, message } = error as TextError;
        expect(message.length).toBeGreaterThan(10);
        expect(Number.isInteger(at) && at >= 0 && at <= text.length).toBe(true);
      }
    }),
    { seed: 7, numRuns: 5000 },
  );
});
