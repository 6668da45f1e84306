import { beforeAll, expect, it } from 'vitest';
import { createTokenizer, type Tokenizer } from '../../server/engine/models/tokenizer';
import { gpt2Tokenizer } from '../../server/testing/gpt2-layout';
import { FAMILIES, findFamily } from './families/built-in';
import { generatePairs, type Family } from './family';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = createTokenizer(await gpt2Tokenizer());
});

const IOI = findFamily('ioi')!;

it('gives the same pairs for the same seed, others for another one, and a longer list begins with the shorter', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => generatePairs(IOI, { seed, count: 20 }));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  expect(generatePairs(IOI, { seed: 1, count: 40 }).slice(0, 20)).toEqual(first);
  // Stored sets name a seed, so these pairs never change.
  expect(first![0]).toMatchObject({
    template: 'abba-went',
    clean: 'Then, Brian and Mary went to the house. Mary gave a gift to',
    corrupted: 'Then, Brian and Mary went to the house. Brian gave a gift to',
    correct: [' Brian'],
    incorrect: [' Mary'],
  });
});

it('gives each pair once, its templates in turn', () => {
  const pairs = generatePairs(IOI, { seed: 3, count: 1000 });
  expect(pairs).toHaveLength(1000);
  expect(new Set(pairs.map(({ clean }) => clean)).size).toBe(1000);
  const templates = new Map<string, number>();
  for (const { template } of pairs) templates.set(template, (templates.get(template) ?? 0) + 1);
  expect(templates.size).toBe(IOI.templates.length);
  expect(Math.min(...templates.values())).toBeGreaterThan(90);
});

it('ends where a family has no more pairs', () => {
  const family: Family = { ...findFamily('capitals')!, templates: [{ id: 'one', text: '{SUBJECT} is' }] };
  const pairs = generatePairs(family, { seed: 1, count: 10_000 });
  expect(pairs.length).toBeGreaterThan(200);
  expect(pairs.length).toBeLessThanOrEqual(18 * 17);
});

it.each([
  ['other-subject', /^Then, (\w+) and (\w+) .*\. \1 gave/],
  ['third-name', /^Then, (\w+) and (\w+) .*\. (?!\1|\2)\w+ gave/],
])('corrupts IOI by %s and keeps the other names', (corruption, pattern) => {
  const pairs = generatePairs(IOI, { seed: 1, count: 30, corruption, templates: ['abba-went'] });
  for (const { clean, corrupted } of pairs) {
    expect(corrupted).toMatch(pattern);
    expect(corrupted.split(' ').slice(0, 4)).toEqual(clean.split(' ').slice(0, 4));
  }
});

it('replaces all names of IOI, and no answer is among them', () => {
  for (const { clean, corrupted, correct } of generatePairs(IOI, {
    seed: 1,
    count: 50,
    corruption: 'all-names',
  })) {
    expect(clean).toContain(correct[0]);
    expect(corrupted).not.toContain(correct[0]);
  }
});

it('marks the slots that have roles', () => {
  const [pair] = generatePairs(IOI, { seed: 1, count: 1, corruption: 'all-names' });
  const read = (name: string, side: 'clean' | 'corrupted') => {
    const { [side]: span } = pair!.spans.find((one) => one.name === name)!;
    return pair![side].slice(...span);
  };
  expect([read('IO', 'clean'), read('S1', 'clean'), read('S2', 'clean')]).toEqual(['Brian', 'Mary', 'Mary']);
  expect(new Set([read('IO', 'corrupted'), read('S1', 'corrupted'), read('S2', 'corrupted')]).size).toBe(3);
});

it('answers greater-than with all later years against all others', () => {
  for (const { clean, correct, incorrect, rule } of generatePairs(findFamily('greater-than')!, {
    seed: 1,
    count: 20,
  })) {
    const year = /\d\d(\d\d)/.exec(clean)![1]!;
    expect(rule).toBe('LOGSUMEXP');
    expect([...incorrect.toReversed(), ...correct]).toHaveLength(100);
    expect(incorrect[0]).toBe(year);
    expect(Number(correct[0])).toBe(Number(year) + 1);
  }
});

it.each(FAMILIES.flatMap((family) => family.corruptions.map(({ id }) => [family.id, id] as const)))(
  '%s, %s: pairs of equal length and answers of one token with GPT-2',
  (id, corruption) => {
    const pairs = generatePairs(findFamily(id)!, { seed: 5, count: 200, corruption });
    expect(pairs).toHaveLength(200);
    const answers = new Set(pairs.flatMap(({ correct, incorrect }) => [...correct, ...incorrect]));
    for (const answer of answers) expect(tokenizer.encode(answer)).toHaveLength(1);
    for (const { clean, corrupted, correct, incorrect } of pairs) {
      expect(tokenizer.encode(clean)).toHaveLength(tokenizer.encode(corrupted).length);
      expect(correct.filter((answer) => incorrect.includes(answer))).toEqual([]);
    }
  },
);

it('has a purpose and a source for each family', () => {
  for (const { purpose, source, templates } of FAMILIES) {
    expect(purpose).not.toBe('');
    expect(source).toMatch(/\d{4}/);
    expect(new Set(templates.map((template) => template.id)).size).toBe(templates.length);
  }
});

it('refuses corruptions and templates that a family does not have', () => {
  const generate = (request: object) => () => generatePairs(IOI, { seed: 1, count: 1, ...request });
  expect(generate({ corruption: 'none' })).toThrow(/no corruption 'none'\. Use one of other-subject/);
  expect(generate({ templates: ['none'] })).toThrow(/no template 'none'/);
});
