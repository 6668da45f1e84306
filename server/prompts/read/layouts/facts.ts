/**
 * ROME's known_1000 and CounterFact (Meng et al. 2022): one prompt a row about a subject. The corrupted prompt of a row is that of
 * the next row with the same template and another answer, if possible one with the same number of tokens.
 */
import { readRows, refuse, type Candidate, type Candidates, type Span } from '../candidate';
import { readText, type Cell, type Table } from '../table';
import type { RefusedRow } from '../../../../domain/prompts/reading';

interface FactColumns {
  readonly layout: string;
  readonly subject: string;
  /** A template with {}, or a prompt that contains the subject. */
  readonly prompt: string;
  readonly answer: string;
}

const LAYOUTS: readonly FactColumns[] = [
  { layout: 'ROME known_1000', subject: 'subject', prompt: 'prompt', answer: 'attribute' },
  {
    layout: 'CounterFact',
    subject: 'requested_rewrite.subject',
    prompt: 'requested_rewrite.prompt',
    answer: 'requested_rewrite.target_true.str',
  },
  { layout: 'CounterFact', subject: 'subject', prompt: 'prompt', answer: 'target_true' },
];

/** The columns of a table of facts; null for a table of another layout. */
export function findFactColumns({ columns }: Table): FactColumns | null {
  return (
    LAYOUTS.find(({ subject, prompt, answer }) =>
      [subject, prompt, answer].every((name) => columns.includes(name)),
    ) ?? null
  );
}

/** A prompt about a subject, with its answer. */
export interface Fact {
  readonly row: number;
  readonly line: number | null;
  readonly template: string;
  readonly prompt: string;
  readonly subject: Span;
  readonly answer: string;
}

/** Counts the tokens of prompts, in their order. */
export type TokenCounter = (texts: readonly string[]) => Promise<readonly number[]>;

/** Pairs the facts of a table. */
export async function readFacts(
  table: Table,
  columns: FactColumns,
  countTokens: TokenCounter,
): Promise<Candidates> {
  const facts: Fact[] = [];
  const { refused } = readRows(table.rows, (row) => {
    const fact = readFact(row.cells, columns);
    if (typeof fact === 'string') return fact;
    facts.push({ row: row.row, line: row.line, ...fact });
    return { clean: '', corrupted: '', correct: { texts: [] }, incorrect: { texts: [] } };
  });
  const paired = await pairFacts(facts, countTokens);
  const notes = [`Read as ${columns.layout}: ${PAIRING}`];
  return { layout: columns.layout, ...paired, refused: [...refused, ...paired.refused], notes };
}

/** How facts are paired, for notes. */
export const PAIRING =
  'the corrupted prompt of a row is the next one of the same template with another answer, with as many tokens where there is one. ' +
  'A leading space was added to answers without one.';

function readFact(
  cells: ReadonlyMap<string, Cell>,
  { subject, prompt, answer }: FactColumns,
): Omit<Fact, 'row' | 'line'> | string {
  const about = readText(cells.get(subject))?.trim();
  const written = readText(cells.get(prompt));
  const target = readText(cells.get(answer))?.trim();
  if (!about) return `'${subject}' is empty.`;
  if (!written) return `'${prompt}' is empty.`;
  if (!target) return `'${answer}' is empty.`;
  const start = written.includes('{}') ? written.indexOf('{}') : written.indexOf(about);
  if (start < 0) return `The prompt does not contain its subject '${about.slice(0, 40)}'.`;
  const width = written.includes('{}') ? 2 : about.length;
  return fillTemplate(`${written.slice(0, start)}{}${written.slice(start + width)}`, about, target);
}

/** The fact of a subject in a template with `{}`. */
export function fillTemplate(template: string, about: string, answer: string): Omit<Fact, 'row' | 'line'> {
  const start = template.indexOf('{}');
  const [before, after] = [template.slice(0, start), template.slice(start + 2)];
  return {
    template: template.trimEnd(),
    prompt: `${before}${about}${after}`.trimEnd(),
    subject: { start, end: start + about.length },
    answer,
  };
}

/** Each fact with its next partner in the file, beginning again at its start; facts without one are refused. */
export async function pairFacts(
  facts: readonly Fact[],
  countTokens: TokenCounter,
): Promise<{ readonly candidates: Candidate[]; readonly refused: RefusedRow[] }> {
  const counts = await countTokens(facts.map(({ prompt }) => prompt));
  const byTemplate = groupBy(facts, ({ template }) => template);
  const byLength = groupBy(facts, ({ template }, index) => `${counts[index]} ${template}`);
  const candidates: Candidate[] = [];
  const alone: RefusedRow[] = [];
  for (const [index, fact] of facts.entries()) {
    // Prompts of equal length need no alignment.
    const partner = findPartner(byLength(index), fact) ?? findPartner(byTemplate(index), fact);
    if (!partner) {
      const reason = `No other row has the template '${fact.template.slice(0, 60)}' and another answer.`;
      alone.push(refuse(fact, reason));
      continue;
    }
    candidates.push({
      row: fact.row,
      line: fact.line,
      clean: fact.prompt,
      corrupted: partner.prompt,
      correct: { texts: [fact.answer] },
      incorrect: { texts: [partner.answer] },
      needsSpace: true,
      spans: [{ name: 'SUBJECT', clean: fact.subject, corrupted: partner.subject }],
    });
  }
  return { candidates, refused: alone };
}

/** A group of facts, and the place of one of them. */
interface Place {
  readonly group: readonly Fact[];
  readonly at: number;
}

/** @returns the place of the fact with an index. */
function groupBy(
  facts: readonly Fact[],
  makeKey: (fact: Fact, index: number) => string,
): (index: number) => Place {
  const groups = new Map<string, Fact[]>();
  const places = facts.map((fact, index): Place => {
    const key = makeKey(fact, index);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    return { group, at: group.push(fact) - 1 };
  });
  return (index) => places[index]!;
}

/** The next fact of a group with another answer; undefined when there is none. */
function findPartner({ group, at }: Place, { answer }: Fact): Fact | undefined {
  for (let step = 1; step < group.length; step++) {
    const other = group[(at + step) % group.length]!;
    if (other.answer !== answer) return other;
  }
  return undefined;
}
