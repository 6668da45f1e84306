/**
 * Families of prompt pairs: templates with slots, lists of words, constraints, and rules for the corrupted prompt and the answers.
 * A family generates the same pairs for the same seed on every machine.
 */
import type { SetRule } from '../experiment';
import { createRandom } from '../random';

/** A word, or a word with others that belong to it: `{ name: 'Mary', pronoun: 'she' }`. */
export type Entry = string | Readonly<Record<string, string>>;

/** A value: a variable (`A`), a field of its entry (`P.pronoun`), or a fixed text (`'01'` in single quotes). */
export type Expression = string;

/** How the corrupted prompt differs from the clean one. */
export interface Corruption {
  readonly id: string;
  readonly name: string;
  /** Slots that are filled in another way. */
  readonly slots: Readonly<Record<string, Expression>>;
  /** The incorrect answer, where it is not that of the family. */
  readonly incorrect?: Expression;
}

/** Answers that are words, or all two-digit numbers above a number and all others. */
export type AnswerRule =
  | { readonly kind: 'words'; readonly correct: Expression; readonly incorrect: Expression }
  | { readonly kind: 'above'; readonly number: Expression };

export interface Family {
  readonly id: string;
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  /** The paper or repository that it follows. */
  readonly source: string;
  /** Prompts with slots in braces, such as `{S2} gave the {OBJECT} to`. */
  readonly templates: readonly { readonly id: string; readonly text: string }[];
  readonly words: Readonly<Record<string, readonly Entry[]>>;
  /** The list that each variable is drawn from. */
  readonly variables: Readonly<Record<string, string>>;
  /** Values that must differ, by groups. */
  readonly different: readonly (readonly Expression[])[];
  /** What fills each slot of the clean prompt. */
  readonly slots: Readonly<Record<string, Expression>>;
  readonly corruptions: readonly Corruption[];
  readonly answers: AnswerRule;
  /** Slots whose positions have names; the name is that of the slot. */
  readonly roles: readonly string[];
}

export interface FamilyRequest {
  /** Of a corruption; the first one when left out. */
  readonly corruption?: string | undefined;
  /** Ids of templates; all when left out. */
  readonly templates?: readonly string[] | undefined;
  readonly seed: number;
  readonly count: number;
}

/** Characters of the two prompts that have a name. */
export interface RoleSpan {
  readonly name: string;
  /** From start to before end. */
  readonly clean: readonly [start: number, end: number];
  readonly corrupted: readonly [start: number, end: number];
}

export interface GeneratedPair {
  /** Id of its template. */
  readonly template: string;
  readonly clean: string;
  readonly corrupted: string;
  /** Answers with their leading spaces. */
  readonly correct: readonly string[];
  readonly incorrect: readonly string[];
  readonly rule: SetRule;
  readonly spans: readonly RoleSpan[];
}

/** Draws that give nothing new after which a family has no more pairs. */
const MOST_ATTEMPTS = 200;
/** Draws in all, so that a family whose values are seldom different ends in seconds. */
const MOST_DRAWS = 200_000;

/**
 * Generates pairs, each once, its templates in turn. There are fewer than `count` where the family has no more.
 *
 * @throws Error for a corruption or template that the family does not have, or a family that is not consistent.
 */
export function generatePairs(family: Family, request: FamilyRequest): readonly GeneratedPair[] {
  const { seed, count } = request;
  const corruption = findCorruption(family, request.corruption);
  const templates = findTemplates(family, request.templates);
  const random = createRandom(seed);
  const pairs: GeneratedPair[] = [];
  const seen = new Set<string>();
  let failures = 0;
  for (let turn = 0; pairs.length < count && failures < MOST_ATTEMPTS && turn < MOST_DRAWS; turn++) {
    const template = templates[turn % templates.length]!;
    const values = drawValues(family, random);
    const pair = values && createPair(family, corruption, template, values);
    const key = pair && JSON.stringify([pair.clean, pair.corrupted]);
    if (!pair || pair.clean === pair.corrupted || seen.has(key!)) {
      failures++;
      continue;
    }
    failures = 0;
    seen.add(key!);
    pairs.push(pair);
  }
  return pairs;
}

function findCorruption({ id, corruptions }: Family, wanted: string | undefined): Corruption {
  const found =
    wanted === undefined ? corruptions[0] : corruptions.find((corruption) => corruption.id === wanted);
  if (!found) {
    const known = corruptions.map((corruption) => corruption.id).join(', ');
    throw new Error(`The family ${id} has no corruption '${wanted ?? ''}'. Use one of ${known}.`);
  }
  return found;
}

function findTemplates(
  { id, templates }: Family,
  wanted: readonly string[] | undefined,
): Family['templates'] {
  if (wanted === undefined || wanted.length === 0) return templates;
  const unknown = wanted.find((name) => templates.every((template) => template.id !== name));
  if (unknown !== undefined) {
    const known = templates.map((template) => template.id).join(', ');
    throw new Error(`The family ${id} has no template '${unknown}'. Use one of ${known}.`);
  }
  return templates.filter((template) => wanted.includes(template.id));
}

type Values = ReadonlyMap<string, Entry>;

/** A value for each variable; null when they are not different where they must be. */
function drawValues({ words, variables, different }: Family, random: () => number): Values | null {
  const values = new Map<string, Entry>();
  for (const [variable, list] of Object.entries(variables)) {
    const entries = words[list];
    if (!entries || entries.length === 0) throw new Error(`There is no list of words '${list}'.`);
    values.set(variable, entries[Math.floor(random() * entries.length)]!);
  }
  const isDifferent = different.every((group) => {
    const texts = group.map((expression) => evaluate(expression, values));
    return new Set(texts).size === texts.length;
  });
  return isDifferent ? values : null;
}

/** The names of a template's slots, in their order, each once. */
export function listSlots(template: string): readonly string[] {
  return [...new Set(Array.from(template.matchAll(SLOT), ([, name]) => name!))];
}

/** A slot of a template: a name in braces. */
const SLOT = /\{(\w+)\}/g;

/** A template in its parts: text and names of slots in turn, text first and last. */
export function splitTemplate(template: string): readonly string[] {
  return template.split(SLOT);
}

/** An expression in its parts. */
export type ReadExpression =
  { readonly literal: string } | { readonly variable: string; readonly field: string | null };

/** Reads an expression: `A`, `P.pronoun` or `'01'`. */
export function readExpression(expression: Expression): ReadExpression {
  const literal = /^'(.*)'$/s.exec(expression);
  if (literal) return { literal: literal[1]! };
  const [variable, ...field] = expression.split('.');
  return { variable: variable!, field: field.length === 0 ? null : field.join('.') };
}

function evaluate(expression: Expression, values: Values): string {
  const read = readExpression(expression);
  if ('literal' in read) return read.literal;
  const { variable, field } = read;
  const entry = values.get(variable);
  if (entry === undefined) throw new Error(`'${expression}' names no variable.`);
  if (typeof entry === 'string') {
    if (field === null) return entry;
    throw new Error(`'${expression}': the words of ${variable} have no fields.`);
  }
  const text = entry[field ?? ''];
  if (text === undefined) throw new Error(`'${expression}' names no field.`);
  return text;
}

function createPair(
  family: Family,
  corruption: Corruption,
  template: Family['templates'][number],
  values: Values,
): GeneratedPair {
  const clean = fillTemplate(template.text, family.slots, values);
  const corrupted = fillTemplate(template.text, { ...family.slots, ...corruption.slots }, values);
  const spans = family.roles.flatMap((name): RoleSpan[] => {
    const [inClean, inCorrupted] = [clean.spans.get(name), corrupted.spans.get(name)];
    return inClean && inCorrupted ? [{ name, clean: inClean, corrupted: inCorrupted }] : [];
  });
  return {
    template: template.id,
    clean: clean.text,
    corrupted: corrupted.text,
    ...createAnswers(family.answers, corruption, values),
    spans,
  };
}

function createAnswers(
  rule: AnswerRule,
  corruption: Corruption,
  values: Values,
): Pick<GeneratedPair, 'correct' | 'incorrect' | 'rule'> {
  if (rule.kind === 'words') {
    const incorrect = corruption.incorrect ?? rule.incorrect;
    return {
      correct: [` ${evaluate(rule.correct, values)}`],
      incorrect: [` ${evaluate(incorrect, values)}`],
      rule: 'MEAN',
    };
  }
  const number = Number(evaluate(rule.number, values));
  const numbers = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
  return {
    correct: numbers.slice(number + 1),
    incorrect: numbers.slice(0, number + 1).toReversed(),
    rule: 'LOGSUMEXP',
  };
}

interface FilledTemplate {
  readonly text: string;
  readonly spans: ReadonlyMap<string, readonly [number, number]>;
}

/** Fills the slots of a template and notes where each one is; a slot that occurs twice has the place of the first. */
function fillTemplate(
  template: string,
  slots: Readonly<Record<string, Expression>>,
  values: Values,
): FilledTemplate {
  const spans = new Map<string, readonly [number, number]>();
  let text = '';
  for (const [index, part] of splitTemplate(template).entries()) {
    if (index % 2 === 0) {
      text += part;
      continue;
    }
    const expression = slots[part];
    if (expression === undefined) throw new Error(`The template has a slot {${part}} that nothing fills.`);
    const start = text.length;
    text += evaluate(expression, values);
    if (!spans.has(part)) spans.set(part, [start, text.length]);
  }
  return { text, spans };
}
