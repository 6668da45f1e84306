/** Reads prompt pairs from formats with `{}` and two names, the notation of the notebook. */
import type { PlainPair } from './draft';
import type { ParsedPairs } from './parsed-pairs';

/**
 * How a name fills a format. `single`: as written, so `shops, {} gave` has one space before the name. `double`: the name
 * brings a space of its own, so the prompt has two, as the notebook's prompts have.
 */
export type Spacing = 'single' | 'double';

const NOTATION = "'format | first name | second name'";

/**
 * Reads lines of `format | first name | second name`; each gives two pairs.
 *
 * The format is filled with either name, and the corrupted prompt is the one about the other name. The names are also the answers:
 * the prompt about the second name has the first as its correct answer. Two more fields, `| first answer | second answer`, replace
 * them: then the prompt about the first name has the first answer. Answers are given one leading space.
 */
export function parseFormats(text: string, spacing: Spacing): ParsedPairs {
  const errors: string[] = [];
  const pairs = text.split('\n').flatMap((line, index): PlainPair[] => {
    if (line.trim() === '') return [];
    const read = readLine(line.replace(/\r$/, ''), spacing);
    if (typeof read !== 'string') return read;
    errors.push(`Line ${index + 1}: ${read}`);
    return [];
  });
  if (pairs.length === 0 && errors.length === 0) errors.push(`Write ${NOTATION}, a line each.`);
  return { pairs, errors };
}

/** The two pairs of a line, or what is wrong with it. */
function readLine(line: string, spacing: Spacing): PlainPair[] | string {
  const [format = '', ...words] = line.split('|').map((part, index) => (index > 0 ? part.trim() : part));
  if (words.length !== 2 && words.length !== 4)
    return `there ${words.length === 0 ? 'is 1 part' : `are ${words.length + 1} parts`}. Write ${NOTATION}; two answers may follow.`;
  const holes = format.split('{}').length - 1;
  if (holes !== 1) return `the format has ${holes} places '{}'; it needs one.`;
  if (words.includes('')) return `${words.indexOf('') < 2 ? 'a name' : 'an answer'} is empty.`;
  const [first, second, ...answers] = words as [string, string, ...string[]];
  const fill = (name: string): string =>
    format.trimEnd().replace('{}', () => (spacing === 'double' ? ` ${name}` : name));
  const [afterFirst, afterSecond] = (answers.length === 2 ? answers : [second, first]).map(
    (answer) => ` ${answer}`,
  ) as [string, string];
  const aboutFirst = { clean: fill(first), corrupted: fill(second) };
  const aboutSecond = { clean: aboutFirst.corrupted, corrupted: aboutFirst.clean };
  const pairs = [
    { ...aboutFirst, correct: afterFirst, incorrect: afterSecond },
    { ...aboutSecond, correct: afterSecond, incorrect: afterFirst },
  ];
  // The notebook's order: the prompt about the second name comes first.
  return answers.length === 2 ? pairs : pairs.toReversed();
}
