/** Checks the pairs of a file with a model's tokenizer: each becomes a pair or is refused with the reason. */
import { DEFAULT_RULE } from '../../../domain/experiment';
import type { ReadingOption, ReadPair, RefusedRow } from '../../../domain/prompts/reading';
import type { ModelInfo } from '../../engine/api';
import type { Token, Vocabulary } from '../../models/registry/installed';
import { answerTextProblem, mayLackSpace, promptTextProblem } from '../../runs/submit/validate-texts';
import { refuse, type Candidate } from './candidate';
import { readAnswers, readWholeTexts, type AnswerOptions } from './read-answers';
import { findNameRoles, finishRoles, placeShared, placeSpans, type SharedPositions } from './roles';
import type { IdReader, IdVerdict } from './token-ids';
import { writeTexts, type WrittenTexts } from './write-texts';

export interface CheckRequest {
  readonly candidates: readonly Candidate[];
  readonly options: ReadonlySet<ReadingOption>;
  readonly model: ModelInfo;
  readonly vocabulary: Vocabulary;
  /** The tokens of each text, without BOS. */
  readonly tokenize: (texts: readonly string[]) => Promise<readonly (readonly Token[])[]>;
  readonly ids: IdReader;
  readonly verdict: IdVerdict;
  readonly shared: SharedPositions | null;
  /** Whether BOS is position 0. */
  readonly prependBos: boolean;
}

/** Counts of what concerns many rows, for suggestions. */
export interface CheckCounts {
  /** Rows with an answer that lacks its leading space, and one of these answers. */
  readonly withoutSpace: number;
  readonly withoutSpaceExample: string;
  /** Rows that are refused for an answer of several tokens, and could use the first. */
  readonly severalTokens: number;
  /** Pairs whose prompts have different numbers of tokens. */
  readonly unequal: number;
  /** Rows with a prompt that ends in a space. */
  readonly trailingSpace: number;
  /** Rows whose named positions do not fit their tokens. */
  readonly misplaced: number;
}

export interface Checked {
  readonly pairs: readonly ReadPair[];
  readonly refused: readonly RefusedRow[];
  readonly counts: CheckCounts;
}

/** Tokenises all texts once and checks each candidate. */
export async function checkCandidates(request: CheckRequest): Promise<Checked> {
  const { candidates, options, vocabulary, ids, verdict } = request;
  const written = candidates.map((candidate) => writeTexts(candidate, options, ids, verdict));
  const findTokens = await tokenizeTexts(request, written);
  const counts = {
    withoutSpace: 0,
    withoutSpaceExample: '',
    severalTokens: 0,
    unequal: 0,
    trailingSpace: 0,
    misplaced: 0,
  };
  const pairs: ReadPair[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const texts = written[index]!;
    if (typeof texts === 'string') {
      refused.push(refuse(candidate, texts));
      continue;
    }
    if (/\s$/.test(texts.clean) || /\s$/.test(texts.corrupted)) counts.trailingSpace++;
    const lacking = findAnswerWithoutSpace(texts, findTokens);
    if (lacking !== null && counts.withoutSpace++ === 0) counts.withoutSpaceExample = lacking;
    const problem = findPromptProblem(texts, findTokens, request);
    if (problem !== null) {
      refused.push(refuse(candidate, problem));
      continue;
    }
    const answers = { options, vocabulary, findTokens, isOpenSet: candidate.isOpenSet ?? false };
    const result = createPair(candidate, texts, answers, request);
    if (typeof result !== 'string') {
      pairs.push(result.pair);
      if (result.isMisplaced) counts.misplaced++;
      if (result.pair.tokens !== result.pair.corruptedTokens) counts.unequal++;
      continue;
    }
    refused.push(refuse(candidate, result));
    if (lacking === null && isSeveralTokens(texts, findTokens)) counts.severalTokens++;
  }
  return { pairs, refused, counts };
}

type FindTokens = AnswerOptions['findTokens'];

/** Texts that cannot fit any prompt or answer are not tokenised: a file may hold very long ones. */
async function tokenizeTexts(
  { tokenize, model, vocabulary, options }: CheckRequest,
  written: readonly (WrittenTexts | string)[],
): Promise<FindTokens> {
  const wanted = new Set<string>();
  for (const texts of written) {
    if (typeof texts === 'string') continue;
    for (const prompt of [texts.clean, texts.corrupted])
      if (promptTextProblem('', prompt, model, vocabulary) === null) wanted.add(prompt);
    for (const answer of [...texts.correct, ...texts.incorrect]) {
      if (answerTextProblem('', answer, vocabulary, options.has('WHOLE_ANSWERS')) !== null) continue;
      wanted.add(answer);
      if (!texts.isFromIds && mayLackSpace(texts.clean, answer)) wanted.add(` ${answer}`);
    }
  }
  const known = new Map<string, readonly Token[]>();
  const add = async (texts: readonly string[]): Promise<void> => {
    const tokens = await tokenize(texts);
    for (const [index, text] of texts.entries()) known.set(text, tokens[index]!);
  };
  await add([...wanted]);
  if (options.has('FIRST_TOKEN')) {
    const firsts = [...known.values()].flatMap(([first]) => (first ? [first.text] : []));
    await add([...new Set(firsts)].filter((text) => !known.has(text)));
  }
  return (text) => known.get(text) ?? [];
}

function findPromptProblem(
  { clean, corrupted }: WrittenTexts,
  findTokens: FindTokens,
  { model, vocabulary, prependBos }: CheckRequest,
): string | null {
  for (const [name, text] of [
    ['The clean prompt', clean],
    ['The corrupted prompt', corrupted],
  ] as const) {
    const problem = promptTextProblem(name, text, model, vocabulary);
    if (problem !== null) return problem;
    const length = findTokens(text).length + (prependBos ? 1 : 0);
    if (length > model.context)
      return `${name} is ${length} tokens${prependBos ? ', BOS included' : ''}; ${model.id} reads at most ${model.context}.`;
  }
  return clean === corrupted ? 'Both prompts are the same, so there is nothing to patch.' : null;
}

function createPair(
  candidate: Candidate,
  { clean, corrupted, ...texts }: WrittenTexts,
  options: AnswerOptions,
  { shared, prependBos, model }: CheckRequest,
): { readonly pair: ReadPair; readonly isMisplaced: boolean } | string {
  const tokens = { clean: options.findTokens(clean), corrupted: options.findTokens(corrupted) };
  const bos = prependBos ? 1 : 0;
  const [length, corruptedLength] = [tokens.clean.length + bos, tokens.corrupted.length + bos];
  const longest = Math.max(length, corruptedLength);
  const answers = readWholeTexts(texts, options, longest, model) ?? readAnswers(texts, options);
  if (typeof answers === 'string') return answers;
  const { correct, incorrect } = answers;
  const isEqual = length === corruptedLength;
  // The positions of a file are those of both prompts.
  const placed = shared && isEqual ? placeShared(shared, tokens.clean.length) : null;
  const named = candidate.spans
    ? placeSpans(candidate.spans, tokens.clean, tokens.corrupted)
    : placed
      ? []
      : findNameRoles(clean, tokens.clean, tokens.corrupted, correct.texts[0]!, incorrect.texts[0]!);
  const pair: ReadPair = {
    row: candidate.row,
    clean,
    corrupted,
    correct: correct.texts[0]!,
    incorrect: incorrect.texts[0]!,
    correctSet: correct.texts.length > 1 ? correct.texts : null,
    incorrectSet: incorrect.texts.length > 1 ? incorrect.texts : null,
    rule: candidate.rule ?? DEFAULT_RULE,
    tokens: length,
    corruptedTokens: corruptedLength,
    roles: finishRoles([...(placed ?? []), ...named], length, corruptedLength, prependBos),
  };
  return { pair, isMisplaced: shared !== null && placed === null };
}

/** An answer that is one token with a leading space and has none; null when there is none. */
function findAnswerWithoutSpace(texts: WrittenTexts, findTokens: FindTokens): string | null {
  if (texts.isFromIds) return null;
  const answers = [...texts.correct, ...texts.incorrect];
  return (
    answers.find((text) => mayLackSpace(texts.clean, text) && findTokens(` ${text}`).length === 1) ?? null
  );
}

/** Whether the answers would be usable by their first tokens. */
function isSeveralTokens({ correct, incorrect }: WrittenTexts, findTokens: FindTokens): boolean {
  return [...correct, ...incorrect].some((text) => findTokens(text).length > 1);
}
