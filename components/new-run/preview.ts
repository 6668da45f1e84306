/**
 * The server's answer about an experiment. Results of pairs are found by their texts, not by their position in the list: a pair
 * that has changed has no result.
 */
import { isFiltering } from '../../domain/pair-filter';
import type { FieldIssue } from '../apollo/read-error';
import type {
  CreateRunInput,
  PairEditor_PreviewFragment,
  Preview_BaselineFragment,
  PreviewRunQuery,
} from '../generated/graphql';
import {
  copyPair,
  PAIR_FIELDS,
  sendPair,
  type DraftPair,
  type DraftRow,
  type DraftSettings,
  type PairField,
} from './draft';
import { sayIssuesInForm } from './form-words';
import { isSaidByBaseline } from './said-by-baseline';
import { findSetIndices, hasMorePairs } from './set-pairs';

/** A problem or a warning of one pair; `field` is null where it is about the pair as a whole. */
export interface PairIssue {
  readonly field: PairField | null;
  readonly message: string;
}

/** The server's result for one pair. */
export interface PairResult {
  /** Null if only problems are known. */
  readonly tokens: PairEditor_PreviewFragment | null;
  readonly baseline: Preview_BaselineFragment['perPrompt'][number] | null;
  readonly issues: readonly PairIssue[];
  readonly warnings: readonly PairIssue[];
}

/** An experiment as it was sent: its identity is the text of its pairs and the settings that count. */
export interface CheckedInput {
  readonly input: CreateRunInput;
  readonly pairKeys: readonly string[];
  readonly settingsKey: string;
  /** Index in the set of each pair of the form, where all pairs of the set are sent; null where those of the form are. */
  readonly setIndices: readonly number[] | null;
}

/** Pairs that the model cannot use. */
export type Unusable = NonNullable<PreviewRunQuery['previewRun']['unusable']>;

/** An answer of the server with the experiment that it belongs to. */
export interface Answer {
  readonly checked: CheckedInput;
  readonly pairs: ReadonlyMap<string, PairResult>;
  /** Problems and warnings that belong to no pair. */
  readonly issues: readonly FieldIssue[];
  readonly warnings: readonly FieldIssue[];
  readonly issueCount: number;
  readonly unusable: Unusable | null;
  readonly baseline: Preview_BaselineFragment | null;
  readonly estimatedMs: number | null;
}

const keys = new WeakMap<DraftPair, string>();

/** The identity of a pair: its texts, and the rule of its sets. */
export function pairKey(pair: DraftPair): string {
  const known = keys.get(pair);
  if (known !== undefined) return known;
  const { more, rule } = copyPair(pair);
  const key = JSON.stringify([...PAIR_FIELDS.map((field) => pair[field]), more, rule]);
  keys.set(pair, key);
  return key;
}

/** The experiment to send. */
export function createInput(rows: readonly DraftRow[], settings: DraftSettings): CheckedInput {
  const { model, sweeps, directions, metrics, prependBos, recompute, edges = false, set } = settings;
  const { positionsBy = 'INDEX', wholeAnswers = false, filter, stopInterval } = settings;
  const isFiltered = filter !== undefined && isFiltering(filter);
  const indices = set ? findSetIndices(set, rows) : null;
  const isWhole = set !== undefined && indices !== null && set.usesAll === true && hasMorePairs(set, rows);
  return {
    input: {
      model,
      ...(set && indices
        ? {
            promptSet: set.id,
            ...(!isWhole && { promptSetPairs: [...indices] }),
            ...(isWhole && set.leavesOutUnusable && { leaveOutUnusable: true }),
          }
        : { pairs: rows.map((row) => sendPair(row, prependBos)) }),
      sweeps: [...sweeps],
      directions: [...directions],
      metrics: [...metrics],
      prependBos,
      recompute,
      ...(edges && { edges }),
      ...(positionsBy !== 'INDEX' && { positionsBy }),
      ...(wholeAnswers && { wholeAnswers }),
      ...(isFiltered && { filter }),
      ...(isWhole && indices && stopInterval !== undefined && { stopWhen: { interval: stopInterval } }),
    },
    pairKeys: rows.map(pairKey),
    // Whether a stored result may be used, and which pairs are left out, does not change the preview.
    settingsKey: JSON.stringify([
      model,
      sweeps,
      directions,
      metrics,
      prependBos,
      edges,
      positionsBy,
      wholeAnswers,
      isWhole,
      isWhole && (set.leavesOutUnusable ?? false),
      stopInterval ?? null,
      // Roles and alignments do not change the tokens of a pair, so they are no part of its key.
      rows.map(({ roles = [] }) => roles),
      rows.map(({ alignment = null }) => alignment),
    ]),
    setIndices: isWhole ? indices : null,
  };
}

/** Whether two experiments are the same. */
export function isSameInput(a: CheckedInput, b: CheckedInput): boolean {
  return (
    a.settingsKey === b.settingsKey &&
    a.pairKeys.length === b.pairKeys.length &&
    a.pairKeys.every((key, index) => key === b.pairKeys[index])
  );
}

/** Reads a preview as the answer about what was sent. */
export function readPreview(checked: CheckedInput, preview: PreviewRunQuery['previewRun']): Answer {
  return createAnswer(checked, preview);
}

/** Reads the problems of a refused input as the answer about what was sent. */
export function readRefusal(checked: CheckedInput, issues: readonly FieldIssue[]): Answer {
  return createAnswer(checked, { pairs: [], issues, warnings: [], baseline: null, estimatedMs: null });
}

/**
 * The result of a pair as it is now, or undefined where the answer is about other texts, another model or another treatment of
 * the beginning of prompts or of answers.
 */
export function findPairResult(
  answer: Answer | null,
  pair: DraftPair,
  settings: DraftSettings,
): PairResult | undefined {
  if (answer === null) return undefined;
  const { model, prependBos, wholeAnswers = false } = answer.checked.input;
  if (model !== settings.model || prependBos !== settings.prependBos) return undefined;
  if (wholeAnswers !== (settings.wholeAnswers ?? false)) return undefined;
  return answer.pairs.get(pairKey(pair));
}

interface Said {
  readonly pairs: readonly (PairEditor_PreviewFragment & { readonly index?: number })[];
  readonly issues: readonly FieldIssue[];
  readonly warnings: readonly FieldIssue[];
  readonly unusable?: Unusable | null;
  readonly baseline?: Preview_BaselineFragment | null;
  readonly estimatedMs?: number | null;
}

function createAnswer(checked: CheckedInput, answered: Said): Answer {
  const said = {
    ...answered,
    issues: sayIssuesInForm(answered.issues),
    warnings: sayIssuesInForm(answered.warnings),
  };
  const issues = groupByPair(said.issues, checked, said, 'problems');
  const others = said.warnings.filter((warning) => !isSaidByBaseline(warning, said.baseline));
  const warnings = groupByPair(others, checked, said, 'warnings');
  const pairs = checked.pairKeys.map((key, row): [string, PairResult] => {
    const at = findSaid(row, checked, said);
    return [
      key,
      {
        tokens: said.pairs[at] ?? null,
        baseline: said.baseline?.perPrompt[at] ?? null,
        issues: issues.ofPair[row] ?? [],
        warnings: warnings.ofPair[row] ?? [],
      },
    ];
  });
  return {
    checked,
    // Of equal pairs the first counts, as it does in messages about lengths.
    pairs: new Map(pairs.toReversed()),
    issues: issues.general,
    warnings: warnings.general,
    issueCount: said.issues.length,
    unusable: said.unusable ?? null,
    baseline: said.baseline ?? null,
    estimatedMs: said.estimatedMs ?? null,
  };
}

/** Where the answer has a row of the form; -1 where it does not. */
function findSaid(row: number, { setIndices }: CheckedInput, { pairs }: Said): number {
  return setIndices === null ? row : pairs.findIndex(({ index }) => index === setIndices[row]);
}

/** The row of the form that a pair of the experiment is in; -1 for none. @param at index of the pair in the experiment. */
function findRow(at: number, { setIndices, pairKeys }: CheckedInput, { pairs }: Said): number {
  if (setIndices === null) return at < pairKeys.length ? at : -1;
  const index = pairs[at]?.index;
  return index === undefined ? -1 : setIndices.indexOf(index);
}

interface Grouped {
  readonly ofPair: Readonly<Record<number, PairIssue[]>>;
  readonly general: readonly FieldIssue[];
}

/** Sorts issues by the row of the pair that their path names; any other is kept among the general ones. */
function groupByPair(
  issues: readonly FieldIssue[],
  checked: CheckedInput,
  said: Said,
  noun: 'problems' | 'warnings',
): Grouped {
  const ofPair: Record<number, PairIssue[]> = {};
  const general: FieldIssue[] = [];
  const unlisted: FieldIssue[] = [];
  for (const issue of issues) {
    // Problems of a set, and of a token in it, are shown at the answer: `pairs.0.correctSet.1`; those of roles and the alignment at the pair.
    const [, index, field] =
      /^pairs\.(\d+)(?:\.(?:roles[\w.]*|alignment[\w.]*|(\w+?)(?:Set(?:\.\d+)?)?))?$/.exec(issue.path) ?? [];
    const row = index === undefined ? -1 : findRow(Number(index), checked, said);
    if (row >= 0) {
      const known = PAIR_FIELDS.find((name) => name === field) ?? null;
      (ofPair[row] ??= []).push({ field: known, message: issue.message });
    } else if (index !== undefined && checked.setIndices !== null) unlisted.push(issue);
    else general.push(issue);
  }
  if (unlisted.length > 0) {
    const message = `${unlisted.length.toLocaleString('en')} ${unlisted.length === 1 ? noun.slice(0, -1) : noun} of pairs that are not listed below, such as: ${unlisted[0]!.message}`;
    general.push({ path: 'pairs', message });
  }
  return { ofPair, general };
}
