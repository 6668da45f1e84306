/** Reads a text as a table in the format given or guessed. */
import type { PromptFormat } from '../../../domain/prompts/reading';
import { parseDelimited } from './parse-delimited';
import { parseJson, parseJsonLines } from './parse-json';
import type { Table } from './table';

/**
 * Reads a text.
 *
 * @param format null to guess it: JSON and JSON lines by their first character, TSV or CSV by the delimiter that fits the header.
 * @throws BAD_USER_INPUT with the line for text that is not JSON.
 */
export function parseTable(text: string, format: PromptFormat | null): Table {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  switch (format ?? guessFormat(plain)) {
    case 'JSON':
      return parseJson(plain);
    case 'JSONL':
      return parseJsonLines(plain);
    case 'CSV':
      return parseDelimited(plain, format === null ? null : 'CSV');
    case 'TSV':
      return parseDelimited(plain, 'TSV');
  }
}

/** The format of a text; CSV stands for any delimiter. */
function guessFormat(text: string): PromptFormat {
  const start = text.trimStart();
  if (!/^(?:\{|\[\s*["{[\]\d])/.test(start)) return 'CSV';
  const end = start.indexOf('\n');
  const isLines =
    end > 0 && isObjectText(start.slice(0, end)) && start.slice(end).trimStart().startsWith('{');
  return isLines ? 'JSONL' : 'JSON';
}

function isObjectText(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
