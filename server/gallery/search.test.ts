import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeCondition } from './describe-condition';
import { parseSearch } from './search';

const condition = (text: string) => parseSearch(text).conditions[0];

describe('parseSearch', () => {
  it('reads heads in both notations, z unless said otherwise', () => {
    const head = { kind: 'HEAD_Z', layer: 9, head: 6, position: null, comparison: '>', value: 0.3 };
    expect(condition('L9H6 > 0.3')).toMatchObject(head);
    expect(condition('9.6>0.3')).toMatchObject(head);
    expect(condition('pattern l9h6 > .3')).toMatchObject({ ...head, kind: 'HEAD_PATTERN' });
    const values = { ...head, kind: 'HEAD_V', comparison: '<=', value: -0.25 };
    expect(condition('v:L9H6 <= -0.25')).toMatchObject(values);
    expect(condition('v:L9H6 ≤ −0.25')).toMatchObject(values);
  });

  it('reads layers, with a position where one is given', () => {
    expect(condition('mlp 0 < 0.1')).toEqual({
      text: 'mlp 0 < 0.1',
      kind: 'MLP_OUT',
      layer: 0,
      head: null,
      position: null,
      src: null,
      role: null,
      srcRole: null,
      direction: null,
      metric: 'logit_diff',
      form: 'recovery',
      comparison: '<',
      isAbsolute: false,
      value: 0.1,
      tolerance: 0,
    });
    expect(condition('resid 3 @ 12 >= 0.5')).toMatchObject({ kind: 'RESID_PRE', layer: 3, position: 12 });
    expect(condition('resid_mid 3 @ 12 >= 0.5')).toMatchObject({ kind: 'RESID_MID', layer: 3, position: 12 });
    expect(condition('resid_post 2 >= 0.5')).toMatchObject({ kind: 'RESID_POST', layer: 2, position: null });
  });

  it('reads roles instead of positions', () => {
    const place = { kind: 'RESID_PRE', layer: 8, position: null, src: null, role: 'END', srcRole: null };
    expect(condition('resid 8 @ END > 0.5')).toMatchObject(place);
    expect(describeCondition(condition('resid 8 @ END > 0.5')!)).toBe(
      'resid_pre of layer 8 at END: recovery > 0.5',
    );
    expect(condition('9.6 @ S2 > 0.3')).toMatchObject({ kind: 'HEAD_Z_BY_POS', role: 'S2', position: null });
    const entry = condition('L9H6 @ END <- S2 > 0.3')!;
    expect(entry).toMatchObject({ kind: 'HEAD_PATTERN_DEST_SRC', role: 'END', srcRole: 'S2', src: null });
    expect(describeCondition(entry)).toBe('pattern of L9H6 from END to source S2: recovery > 0.3');
  });

  it('reads heads at a position', () => {
    const expected = { kind: 'HEAD_Z_BY_POS', layer: 9, head: 6, position: 14, value: 0.3 };
    expect(condition('L9H6 @ 14 > 0.3')).toMatchObject(expected);
    expect(condition('9.6@14 > 0.3')).toMatchObject(expected);
    expect(condition('pattern l9h6 @14 > 0.3')).toMatchObject({ ...expected, kind: 'HEAD_PATTERN_BY_POS' });
  });

  it('reads entries of patterns, and tells their arrow from a comparison with a negative number', () => {
    const entry = { kind: 'HEAD_PATTERN_DEST_SRC', layer: 9, head: 6, position: 14, src: 10, value: 0.3 };
    expect(condition('pattern 9.6 @ 14 <- 10 > 0.3')).toMatchObject(entry);
    expect(condition('L9H6 @ 14 <- 10 > 0.3')).toMatchObject(entry);
    expect(condition('|pattern:L9H6@14<-10|>0.3')).toMatchObject({ ...entry, isAbsolute: true });
    expect(condition('pattern 9.6 @ 14 ← 10 < -0.3')).toMatchObject({
      ...entry,
      comparison: '<',
      value: -0.3,
    });
    const row = { kind: 'HEAD_PATTERN_BY_POS', position: 14, src: null, comparison: '<' };
    expect(condition('pattern 9.6 @ 14 <-10')).toMatchObject({ ...row, value: -10 });
    expect(condition('pattern 9.6 @ 14 <-0.3')).toMatchObject({ ...row, value: -0.3 });
    // Only patterns have entries.
    expect(condition('v 9.6 @ 14 <- 10 > 0.3')).toBeUndefined();
    expect(describeCondition(condition('pattern 9.6 @ 14 <- 10 > 0.3')!)).toBe(
      'pattern of L9H6 from position 14 to source position 10: recovery > 0.3',
    );
  });

  it('reads sizes without sign, and equality to half a unit of the last digit', () => {
    expect(condition('|L1H2| > 0.3')).toMatchObject({ isAbsolute: true, head: 2, comparison: '>' });
    expect(condition('| mlp 0 @ 3 | <= 0.3')).toMatchObject({
      isAbsolute: true,
      kind: 'MLP_OUT',
      position: 3,
    });
    expect(condition('L1H2 = 0.557')).toMatchObject({ comparison: '=', value: 0.557, tolerance: 0.0005 });
    expect(condition('L1H2=1')).toMatchObject({ value: 1, tolerance: 0.05 });
  });

  it('takes the rest as words, phrases, tags and models', () => {
    expect(parseSearch('Name movers, L9H9 > 0.3, mlp 0 < 0.1 GPT-2 resid_pre')).toMatchObject({
      words: ['name', 'movers', 'gpt-2', 'resid_pre'],
      conditions: [{ head: 9 }, { kind: 'MLP_OUT' }],
      problems: [],
    });
    expect(
      parseSearch('"White House" is “the Haunted, one” #IOI tag:name-movers model:Patchbay-mini #'),
    ).toEqual({
      words: ['white house', 'is', 'the haunted, one', '#'],
      tags: ['ioi', 'name-movers'],
      models: ['patchbay-mini'],
      authors: [],
      verdicts: [],
      claims: [],
      direction: null,
      metric: null,
      conditions: [],
      problems: [],
    });
    expect(parseSearch('"never closed').words).toEqual(['"never', 'closed']);
  });

  it.each([
    ['L1H2 > abc', "'abc' is not a number; write for example L1H2 > 0.3."],
    ['mlp 0 >', "There is no number after '>'; write for example mlp 0 > 0.3."],
    ['L1H2 == 0.5', "'==' is not a comparison; use >, >=, <, <= or =."],
    ['|L1H2 > 0.3', 'One of the two bars is missing; write |L1H2| > 0.3.'],
    ['L1H2 > 0.3.1', "'0.3.1' is not a number; write for example L1H2 > 0.3."],
    ['layer 3 > 2', /^'3' is not a component; before '>' write a head \(L9H6 or 9\.6\) or a layer/],
    ['version 1.2.3 > 4', /^'1\.2\.3' is not a component/],
    ['> 0.3', /^Nothing is compared/],
  ])('says what is wrong with %s, and reads it as words', (text, message) => {
    const { words, conditions, problems } = parseSearch(`names, ${text}`);
    expect(conditions).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
    expect(text).toContain(problems[0]!.text);
    expect(words).toEqual(['names', ...text.toLowerCase().split(' ')]);
  });

  it('leaves what is no condition alone', () => {
    for (const text of ['L9H9', '<|endoftext|>', '', 'a_b', 'L9H9 and 3.5']) {
      expect(parseSearch(text), text).toMatchObject({ conditions: [], problems: [] });
    }
  });

  it('reads authors, verdicts and claims', () => {
    expect(
      parseSearch(
        'author:Ada author:"Ada Lovelace" VERDICT:refuted, claim:"z[L9H9]>0.20" claim:“top(z, 1) = {9.9}”',
      ),
    ).toMatchObject({
      words: [],
      authors: ['Ada', 'Ada Lovelace'],
      verdicts: ['REFUTED'],
      claims: ['z[9.9] > 0.20', 'top(z, 1) = {9.9}'],
      conditions: [],
      problems: [],
    });
  });

  it.each([
    ['x claim:"z[9.9 > 0.2"', 10, /^The claim cannot be read at character 2: .*closed/, ['x', 'z[9.9 > 0.2']],
    [
      'verdict:wrong',
      8,
      /^'wrong' is not a verdict; write verdict:supported, .* or verdict:invalid\.$/,
      null,
    ],
    [
      'ioi claim:z[9.9] > 0.2',
      10,
      /^Write a claim in quotes after claim:/,
      ['ioi', 'claim:z[9.9]', '>', '0.2'],
    ],
    ['author:', 7, /^Write a name after author:/, null],
    ['a, tag: b', 7, /^Write a tag after tag:/, ['a', 'tag:', 'b']],
    ['ioi L1H2 > abc', 4, /is not a number/, null],
  ])('names the character of %s', (text, at, message, words) => {
    const { problems, ...read } = parseSearch(text);
    expect(problems[0]).toMatchObject({ at, message: expect.stringMatching(message) });
    if (words) expect(read.words).toEqual(words);
  });

  it('reads cells of claims with their qualifiers', () => {
    const z = { kind: 'HEAD_Z', layer: 9, head: 6, position: null, direction: null, metric: 'logit_diff' };
    expect(condition('z[9.6] > 0.3')).toMatchObject({ ...z, form: 'recovery', comparison: '>', value: 0.3 });
    expect(condition('z[L9H6 | noising, prob]>=0.3')).toMatchObject({
      ...z,
      direction: 'NOISING',
      metric: 'prob',
      comparison: '>=',
    });
    expect(condition('Z[9.6 | rank, raw] < 3')).toMatchObject({
      ...z,
      metric: 'rank',
      form: 'raw',
      value: 3,
    });
    expect(condition('|q[9.6|denoising]| = -0.3')).toMatchObject({
      kind: 'HEAD_Q',
      isAbsolute: true,
      direction: 'DENOISING',
      value: -0.3,
      tolerance: 0.05,
    });
    expect(condition('abs(z[9.6, 14 | noising]) > 0.3')).toMatchObject({
      kind: 'HEAD_Z_BY_POS',
      position: 14,
      isAbsolute: true,
    });
    expect(condition('mlp_out[3, * | ld] > 0.3')).toMatchObject({
      kind: 'MLP_OUT',
      layer: 3,
      position: null,
    });
    expect(condition('resid_pre[8, END] > 0.3')).toMatchObject({ kind: 'RESID_PRE', role: 'END' });
    expect(condition('pattern[9.6, 14 <- 10 | noising] > 0.3')).toMatchObject({
      kind: 'HEAD_PATTERN_DEST_SRC',
      position: 14,
      src: 10,
    });
    expect(parseSearch('names z[9.6 | noising] > 0.3, mlp 0 < 0.1')).toMatchObject({
      words: ['names'],
      conditions: [{ direction: 'NOISING' }, { direction: null }],
      problems: [],
    });
  });

  it('reads a direction and a metric for all conditions without their own', () => {
    const search = parseSearch('L9H6 > 0.3 DIRECTION:noising z[9.6 | denoising, ld] > 0.1, metric:log_prob');
    expect(search).toMatchObject({ words: [], direction: 'NOISING', metric: 'log_prob', problems: [] });
    expect(search.conditions).toMatchObject([
      { direction: 'NOISING', metric: 'log_prob' },
      { direction: 'DENOISING', metric: 'logit_diff' },
    ]);
    expect(parseSearch('metric:ld metric:logit_diff')).toMatchObject({ metric: 'logit_diff', problems: [] });
  });

  it.each([
    ['direction:up', 10, "'up' is not a direction; write direction:denoising or direction:noising."],
    [
      'metric:loss',
      7,
      /^'loss' is not a metric; write metric:ld, metric:log_prob, .* or metric:kl_from_base\.$/,
    ],
    ['metric:', 7, 'Write a metric after metric:, such as metric:log_prob.'],
    ['direction:, x', 10, 'Write a direction after direction:, such as direction:noising.'],
    ['direction:noising direction:denoising', 18, 'This is a second direction; name one.'],
    ['metric:prob metric:ld', 12, 'This is a second metric; name one.'],
    [
      'metric:rank L9H6 > 0.3',
      12,
      /^Recovery is not defined of the rank of the correct answer; .*z\[9\.9 \| rank, raw\]/,
    ],
    ['a z[9.6 | rank] > 3', 2, /^Recovery is not defined/],
    ['a z[9.6 | loud] > 3', 10, /^'loud' is not known here/],
    ['z[9.6 | change] > 3', 1, 'A search compares recovery or raw values; write recovery or raw.'],
    ['z[9.*] > 3', 4, /^A search compares one cell/],
    ['z[1..2.6] > 3', 2, /./],
    ['mlp_out[3] > 3', 7, /has a cell for each layer and position/],
    ['mlp_out[3, 1..2] > 3', 11, /^A search compares one position/],
    ['z[9.6] > much', 0, "'much' is not a number; write for example z[9.6] > 0.3."],
    ['z[9.6] == 1', 0, "'==' is not a comparison; use >, >=, <, <= or =."],
    ['|z[9.6] > 0.3', 0, 'A bar or a parenthesis is missing; write |z[9.6]| > 0.3.'],
    ['abs(z[9.6]| > 0.3', 0, /^A bar or a parenthesis is missing/],
  ])('says what is wrong with %s', (text, at, message) => {
    const { problems, words } = parseSearch(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      at,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(text).toContain(problems[0]!.text);
    expect(words.join('')).toContain(problems[0]!.text.toLowerCase().replaceAll(/[\s,]/g, ''));
  });

  it('reads every text, and loses nothing of it', () => {
    const piece = fc.constantFrom(
      ...'ab0.@|<>=!"#:“”'.split(''),
      ' ',
      'L1H2',
      'mlp',
      'z[1.2',
      '| prob]',
      'abs(',
      'model:',
      'tag:',
      '0.3',
      '−',
    );
    const search = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(search, (text) => {
        const { words, tags, models, conditions } = parseSearch(text);
        const read = [...words, ...tags, ...models, ...conditions.map((found) => found.text)].join('');
        const letters = (from: string): string => from.toLowerCase().replaceAll(/[\s"“”#:]|model|tag/g, '');
        expect(letters(read).split('').toSorted()).toEqual(letters(text).split('').toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

describe('describeCondition', () => {
  it.each([
    ['L9H6 > 0.3', 'z of L9H6: recovery > 0.3'],
    ['pattern 9.6 @ 14 <= -1', 'pattern of L9H6 at position 14: recovery <= −1'],
    ['mlp 0 < 0.1', 'mlp_out of layer 0 at every position: recovery < 0.1'],
    ['resid 3 >= 1', 'resid_pre of layer 3 at some position: recovery >= 1'],
    ['|L1H2| = 0.557', 'z of L1H2: |recovery| within 0.0005 of 0.557'],
    ['z[9.6 | noising] > 0.3', 'z of L9H6, noising: recovery > 0.3'],
    ['z[9.6 | prob] > 0.3', 'z of L9H6: recovery of the probability of the correct answer > 0.3'],
    ['|z[9.6 | kl_from_base, raw]| < 3', 'z of L9H6: |KL divergence from the base run| < 3'],
    ['z[9.6, * | noising] < 0.3', 'z of L9H6 at every position, noising: recovery < 0.3'],
    ['mlp_out[0, *] > 0.3', 'mlp_out of layer 0 at some position: recovery > 0.3'],
  ])('says how %s was read', (text, meaning) => {
    expect(describeCondition(condition(text)!)).toBe(meaning);
  });
});
