import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseGlossary } from '../../../../components/glossary/parse-glossary';

/** The words of the glossary with their anchors and meanings, for the search of the site. */
export async function GET(): Promise<Response> {
  const markdown = await readFile(path.join(process.cwd(), 'docs', 'glossary.md'), 'utf8');
  const words = parseGlossary(markdown).flatMap(({ entries }) => entries);
  return Response.json(words, { headers: { 'cache-control': 'private, max-age=3600' } });
}
