/** Which column of a table holds what: by the names in use for it, or as it was chosen. */
import { COLUMN_USES, isColumnUse, type ColumnChoice, type ColumnUse } from '../../../domain/prompts/reading';
import { badUserInput, type InputIssue } from '../../errors';

/** Names in use for each column, compared without case, spaces, hyphens, dots and underscores. */
const SYNONYMS: Readonly<Record<ColumnUse, readonly string[]>> = {
  clean: ['clean', 'cleanprompt', 'cleantext', 'prompt'],
  corrupted: [
    'corrupted',
    'corrupt',
    'corruptedprompt',
    'corruptprompt',
    'corruptedtext',
    'counterfactual',
    'counterfactualprompt',
  ],
  correct: [
    'correct',
    'correctanswer',
    'correctanswers',
    'answer',
    'answers',
    'rightanswer',
    'cleananswer',
    'cleananswers',
    'correcttoken',
  ],
  incorrect: [
    'incorrect',
    'incorrectanswer',
    'incorrectanswers',
    'wrong',
    'wronganswer',
    'wronganswers',
    'corruptedanswer',
    'corruptedanswers',
    'corruptanswer',
    'incorrecttoken',
  ],
  correctIds: ['correctidx', 'correctid', 'correctids', 'correcttokenid', 'answeridx', 'answersidx'],
  incorrectIds: ['incorrectidx', 'incorrectid', 'incorrectids', 'incorrecttokenid', 'wrongansweridx'],
  label: ['label'],
};

/** Uses that exclude each other: an answer is given in one way. */
const ALTERNATIVES: Readonly<Partial<Record<ColumnUse, readonly ColumnUse[]>>> = {
  correct: ['correctIds', 'label'],
  incorrect: ['incorrectIds', 'label'],
  correctIds: ['correct', 'label'],
  incorrectIds: ['incorrect', 'label'],
  label: ['correct', 'incorrect', 'correctIds', 'incorrectIds'],
};

/** The column of each use that has one. */
export type Assignment = Readonly<Partial<Record<ColumnUse, string>>>;

/**
 * Finds the column of each use. Chosen columns replace what their names say, and the other ways to give the same answer.
 *
 * @throws BAD_USER_INPUT for a choice of a column or a use that does not exist.
 */
export function assignColumns(columns: readonly string[], choices: readonly ColumnChoice[]): Assignment {
  checkChoices(columns, choices);
  const chosen = new Map<ColumnUse, string>();
  for (const { column, as } of choices) if (isColumnUse(as)) chosen.set(as, column);
  const assignment: Partial<Record<ColumnUse, string>> = Object.fromEntries(chosen);
  const taken = new Set(chosen.values());
  const free = columns.filter((column) => !taken.has(column));
  const found = findByName(free);
  for (const use of COLUMN_USES) {
    const column = found[use];
    if (column === undefined || chosen.has(use)) continue;
    const isReplaced = [...chosen.keys()].some((other) => ALTERNATIVES[other]?.includes(use));
    if (!isReplaced) assignment[use] = column;
  }
  return preferTexts(assignment, chosen);
}

/** What the names of columns say. */
export function findByName(columns: readonly string[]): Assignment {
  const plain = columns.map(normalize);
  const found: Partial<Record<ColumnUse, string>> = {};
  for (const use of COLUMN_USES) {
    const index = SYNONYMS[use].map((name) => plain.indexOf(name)).find((at) => at >= 0);
    if (index !== undefined) found[use] = columns[index]!;
  }
  // EAP-IG names ids by what they are: country_idx and corrupted_country_idx, clean_answer_idx and corrupted_answer_idx.
  for (const [index, name] of plain.entries()) {
    const stem = /^corrupt(?:ed)?(.+)idx$/.exec(name)?.[1];
    if (stem === undefined) continue;
    const partner = plain.findIndex((other) => other === `${stem}idx` || other === `clean${stem}idx`);
    if (partner < 0) continue;
    found.correctIds ??= columns[partner]!;
    found.incorrectIds ??= columns[index]!;
  }
  return found;
}

/** Texts are the same for every tokenizer, so they win over ids that were not chosen; a label is read only without answers. */
function preferTexts(
  assignment: Partial<Record<ColumnUse, string>>,
  chosen: ReadonlyMap<ColumnUse, string>,
): Assignment {
  const { ...kept } = assignment;
  if (kept.correct !== undefined && kept.incorrect !== undefined) {
    if (!chosen.has('correctIds')) delete kept.correctIds;
    if (!chosen.has('incorrectIds')) delete kept.incorrectIds;
  }
  const hasAnswers =
    (kept.correct ?? kept.correctIds) !== undefined && (kept.incorrect ?? kept.incorrectIds) !== undefined;
  if (hasAnswers && !chosen.has('label')) delete kept.label;
  return kept;
}

/** @throws BAD_USER_INPUT */
function checkChoices(columns: readonly string[], choices: readonly ColumnChoice[]): void {
  const issues = choices.flatMap(({ column, as }, index): InputIssue[] => {
    const problems: InputIssue[] = [];
    if (!columns.includes(column)) {
      const message = `There is no column '${column.slice(0, 60)}'. Columns found: ${listNames(columns)}.`;
      problems.push({ path: `columns.${index}.column`, message });
    }
    if (!isColumnUse(as)) {
      const message = `'${as.slice(0, 60)}' is not a use of a column. Use one of ${COLUMN_USES.join(', ')}.`;
      problems.push({ path: `columns.${index}.as`, message });
    }
    const first = choices.findIndex((other) => other.as === as);
    if (first < index)
      problems.push({ path: `columns.${index}.as`, message: `Two columns are chosen as ${as}. Choose one.` });
    return problems;
  });
  if (issues.length > 0) throw badUserInput(issues);
}

/** How many of the names say what their column holds. */
export function countNamedColumns(names: readonly string[]): number {
  return Object.keys(findByName(names)).length;
}

/** Names of columns in a sentence, the first twelve. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, 12).map((name) => name.slice(0, 40));
  return names.length > 12 ? `${shown.join(', ')} and ${names.length - 12} more` : shown.join(', ');
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]/g, '');
}
