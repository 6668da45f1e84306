/** Definitions of families: what they generate, what is refused with its line, and the families that come with Patchbay. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as limits from '../../../domain/limits';
import { FAMILIES } from '../../../domain/prompts/families/built-in';
import { generatePairs, type Family } from '../../../domain/prompts/family';
import { readDefinition } from './read-definition';
import { sampleFamily } from './sample';
import { writeDefinition } from './write-definition';

const page = readFileSync('docs/prompt-families.md', 'utf8');
const EXAMPLES = Array.from(page.matchAll(/```yaml\n(.*?)```/gs), ([, text]) => text!);
const [IOI, PRONOUNS, YEARS] = EXAMPLES as [string, string, string];

function read(definition: string): Family {
  const result = readDefinition(definition);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.family;
}
const listProblems = (definition: string) => {
  const result = readDefinition(definition);
  return 'problems' in result ? result.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};

it.each(FAMILIES.map((family) => [family.id, family] as const))(
  'writes the family %s so that it generates the same pairs',
  (_, family) => {
    const again = read(writeDefinition(family));
    for (const { id: corruption } of family.corruptions) {
      const request = { seed: 7, count: 40, corruption };
      expect(generatePairs(again, request)).toEqual(generatePairs(family, request));
    }
  },
);

describe('the page about families', () => {
  it('has definitions that generate pairs', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(3);
    for (const example of EXAMPLES) {
      const pairs = generatePairs(read(example), { seed: 1, count: 4 });
      expect(pairs.length).toBeGreaterThan(1);
    }
  });

  it('shows what slots, corruptions, answers and roles do', () => {
    for (const { clean, corrupted, correct, incorrect, spans } of generatePairs(read(IOI), {
      seed: 1,
      count: 9,
    })) {
      const [, first, second] = /^When (\w+) and (\w+) went/.exec(clean)!;
      const subject = incorrect[0]!.trim();
      const object = correct[0]!.trim();
      expect(new Set([first, second])).toEqual(new Set([subject, object]));
      expect(clean).toContain(`, ${subject} gave`);
      expect(corrupted).toBe(clean.replace(`, ${subject} gave`, `, ${object} gave`));
      expect(spans.map(({ name, clean: [start, end] }) => [name, clean.slice(start, end)])).toEqual([
        ['IO', object],
        ['S1', subject],
        ['S2', subject],
      ]);
    }
    const [third] = generatePairs(read(IOI), { seed: 1, count: 1, corruption: 'third-name' });
    const [, name] = /, (\w+) gave/.exec(third!.corrupted)!;
    expect([third!.correct[0], third!.incorrect[0]]).not.toContain(` ${name}`);
    for (const { clean, correct } of generatePairs(read(PRONOUNS), { seed: 1, count: 4 }))
      expect(correct).toEqual([clean.includes('John') ? ' he' : ' she']);
    const [year] = generatePairs(read(YEARS), { seed: 1, count: 1 });
    const number = Number(/17(\d\d)/.exec(year!.clean)![1]);
    expect(year!.corrupted).toContain('1701');
    expect(year!.correct.map(Number)).toEqual(
      Array.from({ length: 99 - number }, (_, at) => number + 1 + at),
    );
    expect(year!.rule).toBe('LOGSUMEXP');
  });

  it('states the limits', () => {
    for (const limit of [
      limits.MAX_DEFINITION,
      limits.MAX_TEMPLATES,
      limits.MAX_CORRUPTIONS,
      limits.MAX_GENERATED_PROMPT,
      limits.MAX_SET_PAIRS,
    ])
      expect(page).toContain(limit.toLocaleString('en'));
  });
});

describe('a definition is refused', () => {
  const change = (from: string, to: string): string => {
    expect(IOI).toContain(from);
    return IOI.replace(from, to);
  };

  it.each([
    [
      'that is empty',
      '',
      ["1: 'templates' is missing.", "1: 'corruptions' is missing.", "1: 'answers' is missing."],
    ],
    ['that is a list', '- a', ['1: The definition must be a map, such as {A: names}.']],
    [
      'without an answer',
      change('answers: { correct: A, incorrect: B }', 'answers: { correct: A }'),
      ["18: 'answers': Write"],
    ],
    ['with an unknown field', `${IOI}rules: []\n`, ["20: There is no field 'rules'. Delete it."]],
    [
      'with an unfilled slot',
      change('went to the {PLACE}', 'went to the {TOWN}'),
      ['2: Nothing fills the slot {TOWN}.'],
    ],
    [
      'with an unknown list',
      change('C: names', 'C: people'),
      ["8: There is no list of words 'people'; there are names, places, objects."],
    ],
    [
      'with an unknown variable',
      change('{ S2: C }', '{ S2: D }'),
      ["17: 'D' names no variable; there are A, B, C, PLACE, OBJECT."],
    ],
    [
      'with the name of a function',
      change('{ S2: C }', '{ S2: constructor }'),
      ["17: 'constructor' names no variable"],
    ],
    [
      'with a field that words lack',
      change('{ S2: C }', '{ S2: C.name }'),
      ["17: 'C.name': 'Mary' of names is a word without fields. Write C."],
    ],
    [
      'with an entry without its field',
      PRONOUNS.replace('P.name', 'P'),
      ["11: 'P': the entries of people have fields. Name one: P.name, P.pronoun."],
    ],
    [
      'with an unknown field of an entry',
      PRONOUNS.replace('P.name', 'P.__proto__'),
      ["11: 'P.__proto__': an entry of people has no field '__proto__'."],
    ],
    [
      'with a corruption of no slot',
      change('{ S2: C }', '{ S9: C }'),
      ['17: No template has the slot {S9}.'],
    ],
    [
      'with a role of no slot',
      change('[IO, S1, S2]', '[IO, S1, PLAYER]'),
      ['19: No template has the slot {PLAYER}.'],
    ],
    [
      'with a number that is none',
      YEARS.replace('[32, 45, 58]', '[32, 45, 1958]'),
      ['9: YEAR is not always a number of two digits.'],
    ],
    [
      'with prompts that are too long',
      change('John, Tom', `John, ${'x'.repeat(2000)}, Tom`),
      ['2: A prompt can have 6,'],
    ],
    ['that is not YAML', change('  baba: When', '  baba: {S1} and: '), ['3: This is not YAML']],
    ['with aliases', 'templates: &a {a: x}\nwords: *a', ['1: Aliases']],
    [
      'with too many templates',
      `templates:\n${Array.from({ length: 101 }, (_, at) => `  t${at}: x`).join('\n')}\ncorruptions: {c: {slots: {}}}\nanswers: {correct: A, incorrect: B}`,
      ["2: 'templates': There are 101 templates; up to 100 are allowed."],
    ],
    ['that is too long', '#'.repeat(50_001), ['1: The definition is 50,001 characters long; up to 50,000']],
    ['with NUL', 'a\0', ['1: The definition contains a NUL character']],
  ])('%s', (_, definition, expected) => {
    const problems = listProblems(definition);
    for (const [index, start] of expected.entries()) expect(problems[index]).toContain(start);
    expect(problems).toHaveLength(expected.length);
  });
});

it('samples pairs, and refuses a corruption that the definition does not have', () => {
  const sample = sampleFamily(IOI, { corruption: 'third-name', seed: 1, first: 2 });
  expect(sample).toMatchObject({ problems: [], roles: ['IO', 'S1', 'S2'] });
  expect(sample.pairs).toHaveLength(2);
  expect(() => sampleFamily(IOI, { corruption: 'x', seed: 1, first: 2 })).toThrow(
    "no corruption 'x'. Use one of other-subject, third-name.",
  );
  expect(() => sampleFamily(IOI, { corruption: null, seed: 1, first: 21 })).toThrow('0 to 20');
  expect(sampleFamily('a', { corruption: null, seed: 1, first: 2 })).toMatchObject({
    templates: [],
    pairs: [],
  });
});

it('ends soon for values that are seldom different', () => {
  const family = read(
    'templates: {t: "{A}{B}{C}{D}{E}{F}{G}{H}{I}{J}"}\nwords: {w: [a, b, c, d, e, f, g, h, i, j]}\n' +
      'variables: {A: w, B: w, C: w, D: w, E: w, F: w, G: w, H: w, I: w, J: w}\n' +
      'different: [[A, B, C, D, E]]\ncorruptions: {c: {slots: {A: "\'z\'"}}}\nanswers: {correct: A, incorrect: B}',
  );
  expect(generatePairs(family, { seed: 1, count: 10_000 })).toHaveLength(10_000);
});
