/** Reads prompt pairs from a file as it is: format, columns and layout are recognised, and every row is a pair or refused. */
import { MAX_PROMPT_ROWS, MAX_PROMPT_TEXT } from '../../../domain/limits';
import type {
  ColumnChoice,
  ColumnUse,
  PromptFormat,
  ReadColumn,
  ReadingOption,
  ReadPair,
  RefusedRow,
  Suggestion,
} from '../../../domain/prompts/reading';
import { badUserInput } from '../../errors';
import type { Models, Token } from '../../models/registry/installed';
import type { Candidate, Candidates } from './candidate';
import { checkCandidates } from './check-candidates';
import { assignColumns, type Assignment } from './find-columns';
import { readColumns } from './layouts/columns';
import { findSpacedIds } from './ids-beside-texts';
import { AGREEMENT_COLUMN, isAgreement, readAgreement } from './layouts/agreement';
import { findFactColumns, readFacts, type TokenCounter } from './layouts/facts';
import { findLabelColumn, readGreaterThan } from './layouts/greater-than';
import { isMib, isRedwood, readMib, readRedwood } from './layouts/ioi';
import { findTemplates, readRelation } from './layouts/relations';
import { parseTable } from './parse-table';
import { readSharedPositions } from './roles';
import {
  suggestChanges,
  suggestColumns,
  suggestPairs,
  suggestSpacedIds,
  suggestIds,
  suggestTokenizer,
  suggestUnused,
} from './suggest';
import { readTexts, type Table } from './table';
import { judgeIds, listIds, type IdReader, type IdVerdict } from './token-ids';

export interface ReadPromptsRequest {
  readonly text: string;
  /** Null to guess it. */
  readonly format: PromptFormat | null;
  /** Model whose tokenizer the pairs are checked with. */
  readonly model: string;
  readonly columns: readonly ColumnChoice[];
  readonly options: readonly ReadingOption[];
  /** Model whose tokenizer gave the token ids; null for `model`. */
  readonly idsOf: string | null;
  /** Whether BOS is position 0. */
  readonly prependBos: boolean;
}

export interface PromptReading {
  readonly format: PromptFormat;
  /** The layout that was recognised, such as 'Redwood IOI'; 'Columns' for prompts and answers in columns of their own. */
  readonly layout: string;
  /** Rows of the text. Each is among `pairs` or `refused`. */
  readonly rowCount: number;
  readonly columns: readonly ReadColumn[];
  readonly pairs: readonly ReadPair[];
  readonly refused: readonly RefusedRow[];
  readonly suggestions: readonly Suggestion[];
}

type ModelAccess = Pick<Models, 'info' | 'list' | 'vocabulary' | 'tokenize'>;

/** Values of a column that are shown. */
const SAMPLES = 3;
const SAMPLE_LENGTH = 80;

/**
 * Reads prompt pairs and checks them with a model's tokenizer.
 *
 * @throws BAD_USER_INPUT for text that is empty, too long or not JSON, with the line, and for choices of columns that do not
 *   exist; MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function readPrompts(
  { models }: { readonly models: ModelAccess },
  request: ReadPromptsRequest,
  signal?: AbortSignal,
): Promise<PromptReading> {
  checkText(request.text);
  const [model, vocabulary] = await Promise.all([
    models.info(request.model),
    models.vocabulary(request.model),
  ]);
  const idModel = request.idsOf ?? request.model;
  const [idInfo, idVocabulary] = await Promise.all([models.info(idModel), models.vocabulary(idModel)]);
  const reader = { model: idModel, size: idInfo.dVocab, tokenText: idVocabulary.tokenText };
  const table = parseTable(request.text, request.format);
  checkRows(table);
  const assignment = assignColumns(table.columns, request.columns);
  const tokenize = rememberTokens((texts) => models.tokenize(model.id, texts, signal));
  const read = await readLayout(table, assignment, request.columns.length > 0, async (texts) =>
    (await tokenize(texts)).map(({ length }) => length),
  );
  const spacedIds = read.layout === 'Columns' ? findSpacedIds(table, assignment, reader) : [];
  const candidates =
    spacedIds.length === 0
      ? read.candidates
      : read.candidates.map((candidate) => ({ ...candidate, needsSpace: true }));
  const countIdTokens =
    idModel === model.id ? tokenize : (texts: readonly string[]) => models.tokenize(idModel, texts, signal);
  const verdict = await judge(
    read.candidates,
    reader,
    countIdTokens,
    model.context * vocabulary.longestTokenBytes,
  );
  const checked = await checkCandidates({
    candidates,
    options: new Set(request.options),
    model,
    vocabulary,
    tokenize,
    ids: reader,
    verdict,
    shared: readSharedPositions(table.shared),
    prependBos: request.prependBos,
  });
  const larger = verdict.isForeign ? await findLargerVocabulary(models, idInfo.dVocab) : null;
  const used = new Set(read.layout === 'Columns' || read.usesColumns ? Object.values(assignment) : []);
  for (const column of [...(read.alsoUses ?? []), ...spacedIds]) used.add(column);
  const suggestions: Suggestion[] = [
    ...[...table.notes, ...read.notes].map((message) => ({ message })),
    ...suggestSpacedIds(spacedIds),
    ...(read.layout === 'Columns' ? suggestColumns(table, assignment) : []),
    ...suggestTokenizer(verdict, reader, larger),
    ...suggestIds(read.candidates, verdict, reader),
    ...suggestChanges(checked.counts, read.candidates.length, model.id),
    ...suggestPairs(checked.pairs),
    ...(used.size > 0 ? suggestUnused(table, used, assignment.clean) : []),
  ];
  return {
    format: table.format,
    layout: read.layout,
    rowCount: table.rows.length,
    columns: describeColumns(table, used.size > 0 ? assignment : {}),
    pairs: checked.pairs,
    refused: [...read.refused, ...checked.refused].toSorted((a, b) => a.row - b.row),
    suggestions,
  };
}

type Tokenize = (texts: readonly string[]) => Promise<readonly (readonly Token[])[]>;

/** Tokenises each text once over several calls. */
function rememberTokens(tokenize: Tokenize): Tokenize {
  const known = new Map<string, readonly Token[]>();
  return async (texts) => {
    const unknown = [...new Set(texts)].filter((text) => !known.has(text));
    const tokens = unknown.length > 0 ? await tokenize(unknown) : [];
    for (const [index, text] of unknown.entries()) known.set(text, tokens[index]!);
    return texts.map((text) => known.get(text)!);
  };
}

/** Judges the token ids. @param most characters of a prompt that can fit; longer ones are not tokenised. */
async function judge(
  candidates: readonly Candidate[],
  reader: IdReader,
  tokenize: Tokenize,
  most: number,
): Promise<IdVerdict> {
  const withIds = candidates.filter(
    ({ correct, incorrect }) => listIds(correct).length + listIds(incorrect).length > 0,
  );
  const fitting = withIds.filter(({ clean, corrupted }) => clean.length <= most && corrupted.length <= most);
  const tokens = await tokenize(fitting.flatMap(({ clean, corrupted }) => [clean, corrupted]));
  const equal = new Set(
    fitting.filter((_, index) => tokens[2 * index]!.length === tokens[2 * index + 1]!.length),
  );
  return judgeIds(withIds, reader, (candidate) => equal.has(candidate));
}

type LayoutReading = Candidates & {
  /** Whether it reads the assigned columns. */
  readonly usesColumns?: boolean;
  /** Further columns that it reads. */
  readonly alsoUses?: readonly string[];
};

/** Reads a table in the first layout that fits. Columns that were chosen win over layouts that would not read them. */
async function readLayout(
  table: Table,
  assignment: Assignment,
  hasChoices: boolean,
  countTokens: TokenCounter,
): Promise<LayoutReading> {
  const label = findLabelColumn(table, assignment);
  if (label !== null) return { ...readGreaterThan(table, assignment, label), usesColumns: true };
  if (isAgreement(table, assignment))
    return { ...readAgreement(table, assignment), usesColumns: true, alsoUses: [AGREEMENT_COLUMN] };
  if (isMib(table) && assignment.correct === undefined) return readMib(table, assignment);
  if (!hasChoices) {
    const facts = findFactColumns(table);
    if (facts) return readFacts(table, facts, countTokens);
    const templates = findTemplates(table);
    if (templates) return readRelation(table, templates, countTokens);
    if (isRedwood(table)) return readRedwood(table);
  }
  return readColumns(table, assignment);
}

/** The id of a usable model with more tokens; null when there is none. */
async function findLargerVocabulary(models: ModelAccess, size: number): Promise<string | null> {
  const usable = (await models.list()).filter(
    ({ unavailable, dVocab }) => unavailable === null && dVocab > size,
  );
  return usable[0]?.id ?? null;
}

/** @throws BAD_USER_INPUT */
function checkText(text: string): void {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'text', message }]);
  };
  if (text.length > MAX_PROMPT_TEXT)
    refuse(
      `The text is ${text.length.toLocaleString('en')} characters long; up to ${MAX_PROMPT_TEXT.toLocaleString('en')} are read at a time. Split the file.`,
    );
  if (text.replace(/^\uFEFF/, '').trim() === '')
    refuse('The text is empty. Paste a table with a header, or JSON.');
}

/** @throws BAD_USER_INPUT */
function checkRows({ rows }: Table): void {
  if (rows.length <= MAX_PROMPT_ROWS) return;
  const message = `The text has ${rows.length.toLocaleString('en')} rows; up to ${MAX_PROMPT_ROWS.toLocaleString('en')} are read at a time. Split the file.`;
  throw badUserInput([{ path: 'text', message }]);
}

function describeColumns({ columns, rows }: Table, assignment: Assignment): readonly ReadColumn[] {
  const uses = new Map(Object.entries(assignment).map(([use, column]) => [column, use as ColumnUse]));
  const readable = rows.filter(({ problem }) => problem === null).slice(0, SAMPLES);
  return columns.map((name) => ({
    name,
    as: uses.get(name) ?? null,
    samples: readable.map(({ cells }) =>
      readTexts(cells.get(name)).join(' | ').slice(0, SAMPLE_LENGTH).toWellFormed(),
    ),
  }));
}
