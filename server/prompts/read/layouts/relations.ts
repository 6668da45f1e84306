/**
 * Files of one relation: templates, and samples of subject and object (Hernandez et al. 2023, "Linearity of Relation Decoding in
 * Transformer Language Models"; KnowledgeCircuits, Yao et al. 2024). Samples are paired as facts are.
 */
import { readRows, type Candidates } from '../candidate';
import { readText, type Table } from '../table';
import { fillTemplate, pairFacts, PAIRING, type Fact, type TokenCounter } from './facts';

/** The templates of a file of a relation; null for a table of another layout. */
export function findTemplates({ columns, shared }: Table): readonly [string, ...string[]] | null {
  if (!['subject', 'object'].every((name) => columns.includes(name))) return null;
  const listed = shared['prompt_templates'];
  const templates = Array.isArray(listed)
    ? listed.filter((one): one is string => typeof one === 'string' && one.includes('{}'))
    : [];
  const [first, ...others] = templates;
  return first === undefined ? null : [first, ...others];
}

/** Reads the samples with the first template. */
export async function readRelation(
  { rows }: Table,
  [template, ...others]: readonly [string, ...string[]],
  countTokens: TokenCounter,
): Promise<Candidates> {
  const facts: Fact[] = [];
  const { refused } = readRows(rows, ({ cells, row, line }) => {
    const [subject, object] = ['subject', 'object'].map((name) => readText(cells.get(name))?.trim());
    if (!subject) return "'subject' is empty.";
    if (!object) return "'object' is empty.";
    facts.push({ row, line, ...fillTemplate(template, subject, object) });
    return { clean: '', corrupted: '', correct: { texts: [] }, incorrect: { texts: [] } };
  });
  const paired = await pairFacts(facts, countTokens);
  const quoted = others.map((one) => `'${one.slice(0, 60)}'`).join(', ');
  const notes = [
    `Read as a relation with the template '${template.slice(0, 60)}': ${PAIRING}`,
    ...(others.length > 0
      ? [`Other templates of the file: ${quoted}. The first one in prompt_templates is used.`]
      : []),
  ];
  return { layout: 'Relation', ...paired, refused: [...refused, ...paired.refused], notes };
}
