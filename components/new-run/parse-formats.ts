/** Prompt pairs out of the notebook's notation: a format with `{}` and two names. */
import type { DraftPair } from './draft';
import type { ParsedPairs } from './parse-csv';

/**
 * Reads lines of `format | first name | second name`; each gives two pairs.
 *
 * The format is filled with either name. The prompt about the second has the first as its correct answer, and the
 * prompt about the other name as its corrupted partner. Names are given the leading space that GPT-2's words have, also where
 * they fill the format: after a space there, the prompt has two, as the notebook's have.
 */
export function parseFormats(text: string): ParsedPairs {
  const errors: string[] = [];
  const pairs = text.split('\n').flatMap((line, index): DraftPair[] => {
    if (line.trim() === '') return [];
    const parts = line.replace(/\r$/, '').split('|');
    if (parts.length !== 3) {
      errors.push(`Line ${index + 1}: write 'format | first name | second name'.`);
      return [];
    }
    const [format, first, second] = [parts[0]!.trimEnd(), name(parts[1]!), name(parts[2]!)];
    const holes = format.split('{}').length - 1;
    if (holes !== 1) {
      errors.push(`Line ${index + 1}: the format has ${holes} places '{}'; it needs one.`);
      return [];
    }
    if (first.trim() === '' || second.trim() === '') {
      errors.push(`Line ${index + 1}: a name is empty.`);
      return [];
    }
    const about = (subject: string): string => format.replace('{}', () => subject);
    return [
      { clean: about(second), corrupted: about(first), correct: first, incorrect: second },
      { clean: about(first), corrupted: about(second), correct: second, incorrect: first },
    ];
  });
  if (pairs.length === 0 && errors.length === 0)
    errors.push("Write 'format | first name | second name', a line each.");
  return { pairs, errors };
}

function name(text: string): string {
  return ` ${text.trim()}`;
}
