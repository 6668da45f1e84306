/**
 * The gallery's search language: words, "quoted phrases", #tags, model:ids, author:names, verdict:words, claim:"claims", and
 * conditions on results.
 *
 * A condition on a head (`L9H6 > 0.3`, `9.6 > 0.3`) applies to z patched at all positions, or to `q`, `k`, `v` or `pattern`
 * written before it. With `@ 14` it applies to that position of a sweep by position, among its 200 largest cells, and with
 * `@ 14 <- 10` to the entry of the pattern with destination 14 and source position 10, among the 200 largest of its sweep. A
 * condition on a layer (`resid`, `resid_mid`, `resid_post`, `attn`, `mlp`) applies to the position with the largest value, or
 * to `@ 12`. `|L9H6| > 0.3` compares absolute values. All conditions are on the recovery of the logit difference in the first
 * direction of a run: only that has effects. Anything else is treated as words; `problems` lists parts that were probably meant
 * as conditions.
 */
import { VERDICTS, type Verdict } from '../../domain/claim/judge';
import { parseClaim } from '../../domain/claim/parse';
import { printClaim } from '../../domain/claim/print';
import { TextError } from '../../domain/text-error';
import { kindAtPosition, kindsOfSection, SITES, type SweepKind } from '../../domain/sites';

export interface ResultCondition {
  /** As typed. */
  readonly text: string;
  readonly kind: SweepKind;
  readonly layer: number;
  readonly head: number | null;
  readonly position: number | null;
  /** Name of the role instead of a position; null for others. */
  readonly role: string | null;
  /** Name of the role of an entry's source; null for others. */
  readonly srcRole: string | null;
  /** Source position of an entry of a pattern; null for other cells. */
  readonly src: number | null;
  readonly comparison: '>' | '>=' | '<' | '<=' | '=';
  /** Compares |recovery|. */
  readonly isAbsolute: boolean;
  /** Recovery. */
  readonly value: number;
  /** Tolerance of `=`: half a unit of the last digit typed, at most LARGEST_TOLERANCE; 0 for other comparisons. */
  readonly tolerance: number;
}

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
  /** Model ids in lower case; a finding must be about each. */
  readonly models: readonly string[];
  /** Parts of names, as typed; the author's name must contain each. */
  readonly authors: readonly string[];
  /** A finding must have a claim with each of these verdicts, on one of its runs. */
  readonly verdicts: readonly Verdict[];
  /** In canonical form; a finding must state each. */
  readonly claims: readonly string[];
  readonly conditions: readonly ResultCondition[];
  readonly problems: readonly SearchProblem[];
}

const LARGEST_TOLERANCE = 0.05;
/** Kinds over all positions, by the word before a component. */
const KINDS = new Map<string, SweepKind>(
  [...kindsOfSection('outputs'), ...kindsOfSection('heads')].map((kind) => [SITES[kind].word, kind]),
);
/** A position by index, or the name of a role. */
const PLACE = String.raw`\d{1,5}|[a-z][a-z0-9_]{0,23}`;
const ENTRY = String.raw`(?:pattern[\s:]+)?(?:l(?<entryLayer>\d{1,3})h(?<entryHead>\d{1,3})|(?<entryLayer2>\d{1,3})\.(?<entryHead2>\d{1,3}))\s*@\s*(?<dest>${PLACE})\s*(?:<-|←)\s*(?<src>${PLACE})`;
const HEAD = String.raw`(?:(?<kind>z|q|k|v|pattern)[\s:]+)?(?:l(?<layer>\d{1,3})h(?<head>\d{1,3})|(?<layer2>\d{1,3})\.(?<head2>\d{1,3}))(?:\s*@\s*(?<headPosition>${PLACE}))?`;
const LAYER = String.raw`(?<block>resid_mid|resid_post|resid|attn|mlp)\s*l?(?<layer3>\d{1,3})(?:\s*@\s*(?<position>${PLACE}))?`;
const COMPONENT = String.raw`(?:${ENTRY}|${HEAD}|${LAYER})`;
/** Groups of the patterns above that hold a layer. */
const LAYERS = ['layer', 'layer2', 'layer3', 'entryLayer', 'entryLayer2'] as const;
const COMPARISON = String.raw`(?<comparison>[<>]=?|[≤≥=])`;
const NUMBER = String.raw`(?<value>[+\-−]?(?:\d+(?:\.\d*)?|\.\d+))`;
// Each pattern is tried at the beginning of a word.
const SEPARATORS = /[\s,;]+/y;
const PHRASE = /"(?<straight>[^"]*)"|“(?<curly>[^”]*)”/y;
const TAG = /(?:#|tag:)(?<tag>[\p{L}\p{N}][\p{L}\p{N}-]{0,29})(?=[\s,;]|$)/iuy;
const MODEL = /model:(?<model>[^\s,;"]+)/iy;
const AUTHOR = /author:(?:"(?<quoted>[^"]+)"|(?<author>[^\s,;"]+))/iy;
const VERDICT = /verdict:(?<verdict>[^\s,;"]+)/iy;
const CLAIM = /claim:(?:"(?<straight>[^"]*)"|“(?<curly>[^”]*)”)/iy;
/** The beginning of one of the parts above without what must follow. */
const UNFINISHED = /(?<word>author|verdict|claim|model|tag):(?:(?<=claim:)[^,;"]*|[^\s,;]*)/iy;
const CONDITION = new RegExp(
  String.raw`(?<bar>\|\s*)?${COMPONENT}(?<closing>\s*\|)?\s*${COMPARISON}\s*${NUMBER}(?![\w.])`,
  'iy',
);
/** A comparison with anything on both sides. */
const LIKE_CONDITION =
  /(?<left>(?:\|\s*)?(?:(?:z|q|k|v|pattern|resid_mid|resid_post|resid|attn|mlp)[\s:]+)?[^\s,;<>=≤≥!"]*(?:\s*@\s*[^\s,;<>=≤≥!"]*)?(?:\s*\|)?)(?<space>\s*)(?<operator>[<>=≤≥!]+)\s*(?<value>[^\s,;"]*)/iy;
const WORD = /[^\s,;]+/y;
const IS_COMPONENT = new RegExp(String.raw`^${COMPONENT}$`, 'i');

/** Parses a search. It never fails: text that is not understood is treated as words. */
export function parseSearch(text: string): Search {
  const [words, tags, models]: [string[], string[], string[]] = [[], [], []];
  const [authors, claims]: [string[], string[]] = [[], []];
  const verdicts: Verdict[] = [];
  const conditions: ResultCondition[] = [];
  const problems: SearchProblem[] = [];
  let at = 0;
  const take = (pattern: RegExp): Record<string, string | undefined> | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) return null;
    at = pattern.lastIndex;
    return { ...match.groups, all: match[0] };
  };
  const addWords = (piece: string): unknown =>
    words.push(
      ...piece
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter((word) => word !== ''),
    );
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
      else {
        problems.push({ text: found['all']!, message: explainVerdict(found['verdict']!), at: start + 8 });
        addWords(found['all']!);
      }
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
      const unfinished = found['all']!.trim();
      problems.push({ text: unfinished, message: explainUnfinished(word), at: start + word.length + 1 });
      addWords(unfinished);
    } else if ((found = take(CONDITION)) && Boolean(found['bar']) === Boolean(found['closing'])) {
      conditions.push(readCondition(found));
    } else {
      at = start;
      const problem = (found = take(LIKE_CONDITION)) && findProblem(found);
      if (problem) problems.push({ ...problem, at: start });
      else at = start;
      addWords(problem?.text ?? take(WORD)!['all']!);
    }
  }
  return {
    words: words.filter((word) => word.trim() !== ''),
    tags,
    models,
    authors: authors.filter((author) => author !== ''),
    verdicts,
    claims,
    conditions,
    problems,
  };
}

function findVerdict(word: string): Verdict | undefined {
  return VERDICTS.find((verdict) => verdict === word.toUpperCase());
}

function explainVerdict(word: string): string {
  const known = VERDICTS.map((verdict) => verdict.toLowerCase());
  return `'${word.slice(0, 30)}' is not a verdict; write verdict:${known.slice(0, -1).join(', verdict:')} or verdict:${known.at(-1)}.`;
}

/** What to write after `author:` and the like. */
function explainUnfinished(word: string): string {
  const examples: Record<string, string> = {
    author: 'Write a name after author:, such as author:Ada or author:"Ada Lovelace".',
    verdict: `Write a verdict after verdict:, such as verdict:refuted.`,
    claim: 'Write a claim in quotes after claim:, such as claim:"z[9.9] > 0.2".',
    model: 'Write a model after model:, such as model:gpt2.',
    tag: 'Write a tag after tag:, of letters, digits and hyphens, such as tag:ioi.',
  };
  return examples[word.toLowerCase()]!;
}

function readCondition(groups: Record<string, string | undefined>): ResultCondition {
  const head = groups['head'] ?? groups['head2'] ?? groups['entryHead'] ?? groups['entryHead2'];
  const position = groups['position'] ?? groups['headPosition'] ?? groups['dest'];
  const { src } = groups;
  const kind = KINDS.get((groups['block'] ?? groups['kind'] ?? 'z').toLowerCase())!;
  const comparison =
    ({ '≤': '<=', '≥': '>=' } as Record<string, ResultCondition['comparison']>)[groups['comparison']!] ??
    (groups['comparison'] as ResultCondition['comparison']);
  const number = groups['value']!.replace('−', '-');
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
    comparison,
    isAbsolute: groups['bar'] !== undefined,
    value: Number(number),
    tolerance: comparison === '=' ? computeTolerance(number) : 0,
  };
}

/** Positions by index, or roles; both places of an entry are of one kind, and `END <- 10` finds nothing. */
function readPlace(
  position: string | undefined,
  src: string | undefined,
): Pick<ResultCondition, 'position' | 'src' | 'role' | 'srcRole'> {
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

/** Explains why a text with a comparison is not a condition; null if it was hardly meant as one, such as `<|endoftext|>`. */
function findProblem(groups: Record<string, string | undefined>): Omit<SearchProblem, 'at'> | null {
  const { all = '', operator = '', value = '' } = groups;
  const left = groups['left']!.trim();
  if (left === '' && !new RegExp(String.raw`^[<>=≤≥!]+(\s|$)`).test(all)) return null;
  const component = left.replace(/^\|\s*/, '').replace(/\s*\|$/, '');
  const problem = (message: string): Omit<SearchProblem, 'at'> => ({ text: all.trim(), message });
  if (!IS_COMPONENT.test(component)) {
    const named = component === '' ? 'Nothing is compared' : `'${component}' is not a component`;
    return problem(
      `${named}; before '${operator}' write a head (L9H6 or 9.6) or a layer (resid 3, attn 3 or mlp 3).`,
    );
  }
  if (!/^(?:[<>]=?|[≤≥=])$/.test(operator)) {
    return problem(`'${operator}' is not a comparison; use >, >=, <, <= or =.`);
  }
  if (left.startsWith('|') !== left.endsWith('|')) {
    return problem(`One of the two bars is missing; write |${component}| ${operator} ${value || '0.3'}.`);
  }
  const named = value === '' ? `There is no number after '${operator}'` : `'${value}' is not a number`;
  return problem(`${named}; write for example ${left} ${operator} 0.3.`);
}
