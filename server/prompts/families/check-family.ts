/** Whether a family can generate pairs: every slot is filled, and every expression has a value. */
import { MAX_GENERATED_PROMPT } from '../../../domain/limits';
import {
  listSlots,
  readExpression,
  splitTemplate,
  type Entry,
  type Expression,
  type Family,
} from '../../../domain/prompts/family';
import { END_ROLE, isRoleName, isSameRole } from '../../../domain/roles';
import type { DefinitionPath } from './read-definition';

export interface FamilyIssue {
  readonly path: DefinitionPath;
  readonly message: string;
}

/** All problems of a family, in the order of its definition. */
export function checkFamily(family: Family): readonly FamilyIssue[] {
  const { templates, words, variables, different, slots, corruptions, answers, roles } = family;
  const issues: FamilyIssue[] = [];
  const add = (path: DefinitionPath, message: string): void => void issues.push({ path, message });
  const check = (expression: Expression, path: DefinitionPath): void => {
    const problem = findProblem(expression, family);
    if (problem !== null) add(path, problem);
  };
  if (templates.length === 0) add(['templates'], 'There is no template. Write at least one.');
  if (corruptions.length === 0) add(['corruptions'], 'There is no corruption. Write at least one.');
  for (const { id, text } of templates) {
    for (const slot of listSlots(text)) {
      if (!Object.hasOwn(slots, slot))
        add(
          ['templates', id],
          `Nothing fills the slot {${slot}}. Add it to slots, or a variable of that name.`,
        );
    }
  }
  for (const [variable, list] of Object.entries(variables)) {
    if (!Object.hasOwn(words, list))
      add(['variables', variable], `There is no list of words '${list}'${listKnown(Object.keys(words))}.`);
  }
  for (const [index, group] of different.entries()) {
    for (const [at, expression] of group.entries()) check(expression, ['different', index, at]);
  }
  for (const [slot, expression] of Object.entries(slots)) {
    check(expression, ['slots', slot]);
  }
  for (const { id, slots: changed, incorrect } of corruptions) {
    if (Object.keys(changed).length === 0)
      add(['corruptions', id], 'The corruption changes no slot. Name at least one in slots.');
    for (const [slot, expression] of Object.entries(changed)) {
      if (templates.every(({ text }) => !listSlots(text).includes(slot)))
        add(['corruptions', id, 'slots', slot], `No template has the slot {${slot}}.`);
      check(expression, ['corruptions', id, 'slots', slot]);
    }
    if (incorrect !== undefined) check(incorrect, ['corruptions', id, 'incorrect']);
  }
  if (answers.kind === 'words') {
    check(answers.correct, ['answers', 'correct']);
    check(answers.incorrect, ['answers', 'incorrect']);
  } else {
    check(answers.number, ['answers', 'above']);
    const isNumber =
      issues.length > 0 || listValues(answers.number, family).every((value) => /^\d\d$/.test(value));
    if (!isNumber) add(['answers', 'above'], `${answers.number} is not always a number of two digits.`);
  }
  for (const [index, role] of roles.entries()) {
    if (templates.every(({ text }) => !listSlots(text).includes(role)))
      add(['roles', index], `No template has the slot {${role}}. Roles are names of slots.`);
    if (!isRoleName(role) || isSameRole(role, END_ROLE))
      add(
        ['roles', index],
        `'${role}' cannot name a role. Begin with a letter; p with digits and END have a meaning already.`,
      );
  }
  // Only of a family that is consistent.
  if (issues.length === 0) checkLength(family, add);
  return issues;
}

/** Characters of the longest prompt that a family can generate. @param family a consistent one. */
export function findLongestPrompt(family: Family): number {
  const longest = (expressions: readonly Expression[]): number =>
    expressions
      .flatMap((expression) => listValues(expression, family))
      .reduce((most, { length }) => Math.max(most, length), 0);
  const lengths = new Map(
    Object.entries(family.slots).map(([slot, expression]) => [
      slot,
      longest([
        expression,
        ...family.corruptions.flatMap(({ slots }) => (Object.hasOwn(slots, slot) ? [slots[slot]!] : [])),
      ]),
    ]),
  );
  return family.templates.reduce((most, { text }) => {
    const length = splitTemplate(text).reduce(
      (sum, part, index) => sum + (index % 2 === 0 ? part.length : lengths.get(part)!),
      0,
    );
    return Math.max(most, length);
  }, 0);
}

function checkLength(family: Family, add: (path: DefinitionPath, message: string) => void): void {
  const length = findLongestPrompt(family);
  if (length > MAX_GENERATED_PROMPT)
    add(
      ['templates'],
      `A prompt can have ${length.toLocaleString('en')} characters; up to ${MAX_GENERATED_PROMPT.toLocaleString('en')} are allowed. Shorten the templates or the words.`,
    );
}

/** Why an expression has no value; null if it always has one. */
function findProblem(expression: Expression, { words, variables }: Family): string | null {
  const read = readExpression(expression);
  if ('literal' in read) return null;
  const { variable, field } = read;
  if (!Object.hasOwn(variables, variable))
    return `'${expression}' names no variable${listKnown(Object.keys(variables))}. Put a fixed text in single quotes: "'${expression}'".`;
  const list = variables[variable]!;
  // Reported at the variable.
  if (!Object.hasOwn(words, list)) return null;
  const without = words[list]!.find((entry) => readEntry(entry, field) === null);
  if (without === undefined) return null;
  if (typeof without === 'string')
    return `'${expression}': '${without.slice(0, 60)}' of ${list} is a word without fields. Write ${variable}.`;
  if (field === null)
    return `'${expression}': the entries of ${list} have fields. Name one: ${Object.keys(without)
      .map((known) => `${variable}.${known}`)
      .join(', ')}.`;
  return `'${expression}': an entry of ${list} has no field '${field}'. It has ${Object.keys(without).join(', ')}.`;
}

function readEntry(entry: Entry, field: string | null): string | null {
  if (typeof entry === 'string') return field === null ? entry : null;
  return field !== null && Object.hasOwn(entry, field) ? entry[field]! : null;
}

/** All values of an expression that has one. */
function listValues(expression: Expression, { words, variables }: Family): readonly string[] {
  const read = readExpression(expression);
  if ('literal' in read) return [read.literal];
  return words[variables[read.variable]!]!.map((entry) => readEntry(entry, read.field)!);
}

function listKnown(names: readonly string[]): string {
  return names.length === 0 ? '' : `; there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}
