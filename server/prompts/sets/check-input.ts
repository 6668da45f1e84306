/** Checks the input of a prompt set. All problems are reported at once, each with its field. */
import { FAMILIES, findFamily } from '../../../domain/prompts/families/built-in';
import { generatePairs, type Family } from '../../../domain/prompts/family';
import { DEFAULT_RULE } from '../../../domain/experiment';
import {
  MAX_ANSWER_TOKENS,
  MAX_GENERATED,
  MAX_SET_DESCRIPTION,
  MAX_SET_NAME,
  MAX_SET_PAIRS,
  MAX_SET_SOURCE,
} from '../../../domain/limits';
import type { InputIssue } from '../../errors';
import type { PairInput } from '../../runs/submit/validate-pairs';
import { hasVisibleText, textProblem } from '../../text';
import { findLongestPrompt } from '../families/check-family';
import { readDefinition } from '../families/read-definition';
import { toStoredPairs, type StoredPair } from './stored-pair';

export interface FamilyInput {
  /** Id of a family that is built in. */
  readonly family?: string | null | undefined;
  /** YAML of a family of one's own. */
  readonly definition?: string | null | undefined;
  readonly corruption?: string | null | undefined;
  readonly templates?: readonly string[] | null | undefined;
  readonly seed: number;
  readonly count: number;
}

/** The texts about a set. */
export interface SetTexts {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly licence: string;
}

const LENGTHS: Readonly<Record<keyof SetTexts, number>> = {
  name: MAX_SET_NAME,
  description: MAX_SET_DESCRIPTION,
  source: MAX_SET_SOURCE,
  licence: MAX_SET_SOURCE,
};

/** Problems of the texts that are given. */
export function findTextIssues(texts: Partial<SetTexts>): readonly InputIssue[] {
  return (Object.keys(LENGTHS) as (keyof SetTexts)[]).flatMap((path): InputIssue[] => {
    const text = texts[path];
    if (text === undefined) return [];
    const problem = textProblem(text);
    if (problem !== null) return [{ path, message: `The ${path} ${problem}.` }];
    if (path === 'name' && !hasVisibleText(text))
      return [{ path, message: 'The name is empty. Name the set.' }];
    if (text.length <= LENGTHS[path]) return [];
    const message = `The ${path} is ${text.length} characters long; up to ${LENGTHS[path]} are allowed.`;
    return [{ path, message }];
  });
}

/** Why a family gives no pair at all. */
const NO_PAIR =
  'The family generates no pair: the clean and the corrupted prompt are always the same, or the values that must be different never are.';

/** Pairs with what generated them, or the issues of their input. */
export type CheckedPairs =
  | { readonly pairs: readonly StoredPair[]; readonly family: string | null }
  | { readonly issues: readonly InputIssue[] };

/**
 * Checks listed pairs, or generates those of a family. Tokens are not checked: a set is for any model. Roles of listed pairs are
 * added by `place-roles.ts`.
 */
export function checkPairs(
  pairs: readonly PairInput[] | null | undefined,
  family: FamilyInput | null | undefined,
): CheckedPairs {
  if (pairs && family)
    return { issues: [{ path: 'pairs', message: 'Both pairs and family are given. Give one of them.' }] };
  if (family) return generate(family);
  if (pairs) return checkListed(pairs);
  return { issues: [{ path: 'pairs', message: 'There are no pairs. Give pairs, or a family.' }] };
}

function checkListed(inputs: readonly PairInput[]): CheckedPairs {
  if (inputs.length === 0 || inputs.length > MAX_SET_PAIRS) {
    const message = `A set has 1 to ${MAX_SET_PAIRS.toLocaleString('en')} pairs, and there are ${inputs.length.toLocaleString('en')}.`;
    return { issues: [{ path: 'pairs', message }] };
  }
  const issues: InputIssue[] = [];
  const pairs = inputs.map((input, index): StoredPair => {
    const path = `pairs.${index}`;
    for (const field of ['clean', 'corrupted'] as const) {
      const problem = input[field] === '' ? 'is empty' : textProblem(input[field]);
      if (problem !== null)
        issues.push({ path: `${path}.${field}`, message: `The ${field} prompt ${problem}.` });
    }
    return {
      clean: input.clean,
      corrupted: input.corrupted,
      correct: checkAnswers('correct', input, path, issues),
      incorrect: checkAnswers('incorrect', input, path, issues),
      rule: input.rule ?? DEFAULT_RULE,
    };
  });
  return issues.length > 0 ? { issues } : { pairs, family: null };
}

function checkAnswers(
  side: 'correct' | 'incorrect',
  input: PairInput,
  path: string,
  issues: InputIssue[],
): string[] {
  const [single, set] = [input[side] ?? null, input[`${side}Set`] ?? null];
  const refuse = (field: string, message: string): string[] => {
    issues.push({ path: `${path}.${field}`, message });
    return [];
  };
  if (single !== null && set !== null)
    return refuse(side, `Both ${side} and ${side}Set are given. Give one of them.`);
  const texts = set ?? (single === null ? [] : [single]);
  const field = set === null ? side : `${side}Set`;
  if (texts.length === 0) return refuse(field, `The ${side} answer is missing.`);
  if (texts.length > MAX_ANSWER_TOKENS)
    return refuse(
      field,
      `${texts.length} ${side} answers are too many; a set takes up to ${MAX_ANSWER_TOKENS} tokens.`,
    );
  for (const text of texts) {
    const problem = text === '' ? 'is empty' : textProblem(text);
    if (problem !== null) return refuse(field, `The ${side} answer ${problem}.`);
  }
  return [...texts];
}

/** The family of an input, or the issues of its definition. */
function findInputFamily({
  family: id,
  definition,
}: FamilyInput): { readonly family: Family } | { readonly issues: readonly InputIssue[] } {
  const refuse = (field: string, message: string) => ({ issues: [{ path: `family.${field}`, message }] });
  if (id != null && definition != null)
    return refuse('family', 'Both family and definition are given. Give one of them.');
  if (definition != null) {
    const read = readDefinition(definition);
    if ('family' in read) return read;
    return {
      issues: read.problems.map(({ line, message }) => ({
        path: 'family.definition',
        message: `Line ${line}: ${message}`,
      })),
    };
  }
  const known = FAMILIES.map((one) => one.id).join(', ');
  if (id == null) return refuse('family', `There is no family. Give definition, or one of ${known}.`);
  const family = findFamily(id);
  if (!family) return refuse('family', `There is no family '${id.slice(0, 60)}'. Use one of ${known}.`);
  return { family };
}

function generate(input: FamilyInput): CheckedPairs {
  const { seed, count } = input;
  const refuse = (field: string, message: string): CheckedPairs => ({
    issues: [{ path: `family.${field}`, message }],
  });
  const found = findInputFamily(input);
  if ('issues' in found) return found;
  const { family } = found;
  if (count < 1 || count > MAX_SET_PAIRS)
    return refuse(
      'count',
      `A set has 1 to ${MAX_SET_PAIRS.toLocaleString('en')} pairs, and count is ${count}.`,
    );
  const fitting = Math.floor(MAX_GENERATED / (2 * findLongestPrompt(family)));
  if (count > fitting)
    return refuse(
      'count',
      `Pairs of prompts of this length can be ${fitting.toLocaleString('en')}, and count is ${count.toLocaleString('en')}. Ask for fewer, or shorten the templates.`,
    );
  const corruption = input.corruption ?? family.corruptions[0]!.id;
  const templates = input.templates ?? family.templates.map((template) => template.id);
  const unknown = findUnknown(family, corruption, templates);
  if (unknown) return refuse(unknown.field, unknown.message);
  const pairs = generatePairs(family, { corruption, templates, seed, count });
  if (pairs.length === 0) return refuse('count', NO_PAIR);
  const origin = input.definition == null ? { family: family.id } : { definition: input.definition };
  return {
    pairs: toStoredPairs(pairs),
    family: JSON.stringify({ ...origin, corruption, templates, seed }),
  };
}

function findUnknown(
  { id, corruptions, templates }: Family,
  corruption: string,
  wanted: readonly string[],
): { readonly field: string; readonly message: string } | null {
  const names = (list: readonly { readonly id: string }[]): string => list.map((one) => one.id).join(', ');
  if (corruptions.every((one) => one.id !== corruption)) {
    const message = `The family ${id} has no corruption '${corruption.slice(0, 60)}'. Use one of ${names(corruptions)}.`;
    return { field: 'corruption', message };
  }
  if (wanted.length === 0) return { field: 'templates', message: 'There is no template. Name at least one.' };
  const unknown = wanted.find((name) => templates.every((one) => one.id !== name));
  if (unknown === undefined) return null;
  const message = `The family ${id} has no template '${unknown.slice(0, 60)}'. Use one of ${names(templates)}.`;
  return { field: 'templates', message };
}
