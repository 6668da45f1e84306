/**
 * The gallery's search language: words, "quoted phrases", #tags, model:ids, author:names, verdict:words, claim:"claims",
 * direction:noising, metric:prob, and conditions on results.
 *
 * A condition on a head (`L9H6 > 0.3`, `9.6 > 0.3`) applies to z patched at all positions, or to `q`, `k`, `v` or `pattern`
 * written before it. With `@ 14` it applies to that position of a sweep by position, among its 200 largest cells, and with
 * `@ 14 <- 10` to the entry of the pattern with destination 14 and source position 10, among the 200 largest of its sweep. A
 * condition on a layer (`resid`, `resid_mid`, `resid_post`, `attn`, `mlp`) applies to the position with the largest value, or
 * to `@ 12`. `|L9H6| > 0.3` compares absolute values. A cell may also be written as in a claim, `z[9.6] > 0.3`, with the
 * qualifiers of claims: `z[9.6 | noising, prob, raw] > 0.3`.
 *
 * Conditions are on the recovery of the logit difference in the first direction of a run. `direction:noising` and `metric:prob`
 * find findings with a run that has that direction or metric, and conditions without qualifiers of their own are then about it. Of other
 * directions and metrics than those, the 200 largest cells of each sweep are found.
 *
 * Anything else is treated as words; `problems` lists parts that were probably meant as conditions.
 */
import { VERDICTS, type Verdict } from '../../domain/claim/verdicts';
import { parseClaim } from '../../domain/claim/parse';
import { printClaim } from '../../domain/claim/print';
import { findMetric } from '../../domain/claim/words';
import { DIRECTIONS, type Direction } from '../../domain/effect';
import { type MetricId } from '../../domain/metrics';
import { TextError } from '../../domain/text-error';
import { kindAtPosition, kindsOfSection, SITES, type SweepKind } from '../../domain/sites';
import {
  completeCondition,
  readCell,
  type ConditionPlace,
  type DraftCondition,
  type ResultCondition,
} from './search-condition';
import {
  isClosed,
  explainVerdict,
  explainDirection,
  explainMetric,
  explainCell,
  explainUnfinished,
  findProblem,
} from './explain-search';
import {
  SEPARATORS,
  PHRASE,
  TAG,
  MODEL,
  AUTHOR,
  VERDICT,
  CLAIM,
  DIRECTION,
  METRIC,
  UNFINISHED,
  CONDITION,
  CELL_CONDITION,
  LIKE_CELL_CONDITION,
  LIKE_CONDITION,
  WORD,
} from './search-patterns';

/** A part of a search that looks like a condition but is not valid; it is treated as words. */
export interface SearchProblem {
  /** As typed. */
  readonly text: string;
  /** What is wrong and what to write. */
  readonly message: string;
  /** The character of the search that it is about, from 0, in UTF-16 code units. */
  readonly at: number;
}

export interface Search {
  /** Words and phrases in lower case; a finding must contain each. */
  readonly words: readonly string[];
  /** Lower case; a finding must have each. */
  readonly tags: readonly string[];
  /** Model ids in lower case; a finding must rest on a run of each. */
  readonly models: readonly string[];
  /** Parts of names, as typed; the author's name must contain each. */
  readonly authors: readonly string[];
  /** A finding must have a claim with each of these verdicts, on one of its runs. */
  readonly verdicts: readonly Verdict[];
  /** In canonical form; a finding must state each. */
  readonly claims: readonly string[];
  /** One of a finding's runs must have it, and conditions without a direction of their own are about it. Null without one. */
  readonly direction: Direction | null;
  /** One of a finding's runs must have it, and conditions without a metric of their own are about it. Null without one. */
  readonly metric: MetricId | null;
  readonly conditions: readonly ResultCondition[];
  readonly problems: readonly SearchProblem[];
}

const LARGEST_TOLERANCE = 0.05;
/** Kinds over all positions, by the word before a component. */
const KINDS = new Map<string, SweepKind>(
  [...kindsOfSection('outputs'), ...kindsOfSection('heads')].map((kind) => [SITES[kind].word, kind]),
);
/** A position by index, or the name of a role. */
const LAYERS = ['layer', 'layer2', 'layer3', 'entryLayer', 'entryLayer2'] as const;
/** Parses a search. It never fails: text that is not understood is treated as words. */
export function parseSearch(text: string): Search {
  const [words, tags, models]: [string[], string[], string[]] = [[], [], []];
  const [authors, claims]: [string[], string[]] = [[], []];
  const verdicts: Verdict[] = [];
  const drafts: DraftCondition[] = [];
  let direction: Direction | null = null;
  let metric: MetricId | null = null;
  const problems: SearchProblem[] = [];
  let at = 0;
  const take = (
    pattern: RegExp,
    isMeant: (groups: Record<string, string | undefined>) => boolean = () => true,
  ): Record<string, string | undefined> | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const groups = match && { ...match.groups, all: match[0] };
    if (!groups || !isMeant(groups)) return null;
    at = pattern.lastIndex;
    return groups;
  };
  const addWords = (piece: string): unknown =>
    words.push(
      ...piece
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((word) => word !== ''),
    );
  const refuse = (piece: string, message: string, from: number): void => {
    problems.push({ text: piece, message, at: from });
    addWords(piece);
  };
  while (at < text.length) {
    const start = at;
    let found;
    if (take(SEPARATORS)) continue;
    if ((found = take(PHRASE))) words.push((found['straight'] ?? found['curly']!).toLowerCase());
    else if ((found = take(TAG))) tags.push(found['tag']!.toLowerCase());
    else if ((found = take(MODEL))) models.push(found['model']!.toLowerCase());
    else if ((found = take(AUTHOR))) authors.push((found['quoted'] ?? found['author']!).trim());
    else if ((found = take(VERDICT))) {
      const verdict = findVerdict(found['verdict']!);
      if (verdict) verdicts.push(verdict);
      else refuse(found['all']!, explainVerdict(found['verdict']!), start + 8);
    } else if ((found = take(DIRECTION))) {
      const named = DIRECTIONS.find((one) => one === found!['direction']!.toUpperCase());
      if (named === undefined) refuse(found['all']!, explainDirection(found['direction']!), start + 10);
      else if (direction !== null && direction !== named)
        refuse(found['all']!, 'This is a second direction; name one.', start);
      else direction = named;
    } else if ((found = take(METRIC))) {
      const named = findMetric(found['metric']!.toLowerCase());
      if (named === null) refuse(found['all']!, explainMetric(found['metric']!), start + 7);
      else if (metric !== null && metric !== named)
        refuse(found['all']!, 'This is a second metric; name one.', start);
      else metric = named;
    } else if ((found = take(CLAIM))) {
      const claim = found['straight'] ?? found['curly']!;
      try {
        claims.push(printClaim(parseClaim(claim)));
      } catch (error) {
        if (!(error instanceof TextError)) throw error;
        const message = `The claim cannot be read at character ${error.at + 1}: ${error.message}`;
        problems.push({ text: found['all']!, message, at: start + 7 + error.at });
        // Texts hold claims, so a part of one is found too.
        words.push(claim.toLowerCase());
      }
    } else if ((found = take(UNFINISHED))) {
      const word = found['word']!;
      refuse(found['all']!.trim(), explainUnfinished(word), start + word.length + 1);
    } else if ((found = take(CELL_CONDITION, isClosed))) {
      try {
        drafts.push(readCellCondition(text, start, found));
      } catch (error) {
        if (!(error instanceof TextError)) throw error;
        refuse(found['all']!, error.message, error.at);
      }
    } else if ((found = take(LIKE_CELL_CONDITION))) {
      refuse(found['all']!.trim(), explainCell(found), start);
    } else if ((found = take(CONDITION, ({ bar, closing }) => Boolean(bar) === Boolean(closing)))) {
      drafts.push({ ...readCondition(found), at: start });
    } else {
      const problem = (found = take(LIKE_CONDITION)) && findProblem(found);
      if (problem) problems.push({ ...problem, at: start });
      else at = start;
      addWords(problem?.text ?? take(WORD)!['all']!);
    }
  }
  const conditions: ResultCondition[] = [];
  for (const draft of drafts) {
    try {
      conditions.push(completeCondition(draft, { direction, metric }));
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      refuse(draft.text, error.message, error.at);
    }
  }
  return {
    words: words.filter((word) => word.trim() !== ''),
    tags,
    models,
    authors: authors.filter((author) => author !== ''),
    verdicts,
    claims,
    direction,
    metric,
    conditions,
    problems: problems.toSorted((a, b) => a.at - b.at),
  };
}

/** Whether a bar has its second bar, and `abs(` its parenthesis. */
function readCellCondition(
  text: string,
  at: number,
  found: Record<string, string | undefined>,
): DraftCondition {
  const start = at + found['all']!.indexOf('[');
  const brackets = { start, end: start + found['brackets']!.length };
  const cell = readCell(text, found['word']!.toLowerCase(), at, brackets);
  return {
    ...cell,
    ...readComparison(found),
    text: found['all']!,
    isAbsolute: found['open'] !== undefined,
    at,
  };
}

function findVerdict(word: string): Verdict | undefined {
  return VERDICTS.find((verdict) => verdict === word.toUpperCase());
}

function readCondition(groups: Record<string, string | undefined>): Omit<DraftCondition, 'at'> {
  const head = groups['head'] ?? groups['head2'] ?? groups['entryHead'] ?? groups['entryHead2'];
  const position = groups['position'] ?? groups['headPosition'] ?? groups['dest'];
  const { src } = groups;
  const kind = KINDS.get((groups['block'] ?? groups['kind'] ?? 'z').toLowerCase())!;
  return {
    text: groups['all']!,
    kind:
      src !== undefined
        ? 'HEAD_PATTERN_DEST_SRC'
        : groups['headPosition'] === undefined
          ? kind
          : kindAtPosition(kind)!,
    layer: Number(LAYERS.map((name) => groups[name]).find((layer) => layer !== undefined)),
    head: head === undefined ? null : Number(head),
    ...readPlace(position, src),
    direction: null,
    metric: null,
    form: 'recovery',
    ...readComparison(groups),
    isAbsolute: groups['bar'] !== undefined,
  };
}

function readComparison(
  groups: Record<string, string | undefined>,
): Pick<ResultCondition, 'comparison' | 'value' | 'tolerance'> {
  const comparison =
    ({ '≤': '<=', '≥': '>=' } as Record<string, ResultCondition['comparison']>)[groups['comparison']!] ??
    (groups['comparison'] as ResultCondition['comparison']);
  const number = groups['value']!.replace('−', '-');
  return {
    comparison,
    value: Number(number),
    tolerance: comparison === '=' ? computeTolerance(number) : 0,
  };
}

/** Positions by index, or roles; both places of an entry are of one kind, and `END <- 10` finds nothing. */
function readPlace(
  position: string | undefined,
  src: string | undefined,
): Pick<ConditionPlace, 'position' | 'src' | 'role' | 'srcRole'> {
  const number = (text: string | undefined): number | null =>
    text !== undefined && /^\d/.test(text) ? Number(text) : null;
  const name = (text: string | undefined): string | null =>
    text === undefined || /^\d/.test(text) ? null : text;
  return { position: number(position), src: number(src), role: name(position), srcRole: name(src) };
}

/** Half a unit of the last digit, since recovery is shown rounded. */
function computeTolerance(number: string): number {
  const digits = number.split('.')[1]?.length ?? 0;
  return Math.min(LARGEST_TOLERANCE, 0.5 * 10 ** -digits);
}
