/** Reads the definition of a family of prompt pairs: YAML, as docs/prompt-families.md explains it. */
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { MAX_CORRUPTIONS, MAX_DEFINITION, MAX_TEMPLATES, MAX_VARIABLES } from '../../../domain/limits';
import { listSlots, type AnswerRule, type Family } from '../../../domain/prompts/family';
import { textProblem } from '../../text';
import { checkFamily } from './check-family';

/** A problem of a definition. */
export interface DefinitionProblem {
  readonly message: string;
  /** From 1. */
  readonly line: number;
}

export type DefinitionReading =
  { readonly family: Family } | { readonly problems: readonly [DefinitionProblem, ...DefinitionProblem[]] };

/** Path of a value of the definition, such as ['templates', 'abba']. */
export type DefinitionPath = readonly PropertyKey[];

const name = z.string().regex(/^\w{1,60}$/, 'Names are letters, digits and _, up to 60 characters.');
const id = z.string().regex(/^[\w-]{1,60}$/, 'Ids are letters, digits, _ and -, up to 60 characters.');
const text = z.string();
const expression = text.min(1, "Write a variable, a field such as P.name, or a text such as '01'.");
const bounded = <S extends z.ZodType<object>>(schema: S, limit: number, what: string) =>
  schema.superRefine((value, context) => {
    const count = Object.keys(value).length;
    if (count <= limit) return;
    context.addIssue({
      code: 'custom',
      message: `There are ${count} ${what}; up to ${limit} are allowed.`,
    });
  });

const slots = bounded(z.record(name, expression), MAX_VARIABLES, 'slots');

const definition = z.strictObject({
  templates: bounded(z.record(id, text.min(1, 'The template is empty.')), MAX_TEMPLATES, 'templates'),
  words: bounded(
    z.record(
      name,
      z
        .array(
          z.union(
            [text, z.record(name, text)],
            'Write words, or entries such as {name: Mary, pronoun: she}.',
          ),
        )
        .min(1, 'The list is empty.'),
    ),
    MAX_VARIABLES,
    'lists of words',
  ).default({}),
  variables: bounded(z.record(name, name), MAX_VARIABLES, 'variables').default({}),
  different: z.array(z.array(expression).max(MAX_VARIABLES)).max(MAX_VARIABLES).default([]),
  slots: slots.default({}),
  corruptions: bounded(
    z.record(id, z.strictObject({ name: text.optional(), slots, incorrect: expression.optional() })),
    MAX_CORRUPTIONS,
    'corruptions',
  ),
  answers: z.union(
    [z.strictObject({ correct: expression, incorrect: expression }), z.strictObject({ above: expression })],
    'Write {correct: …, incorrect: …}, or {above: …} for all two-digit numbers above one.',
  ),
  roles: z.array(name).max(MAX_VARIABLES).default([]),
});

/** The id of families that are defined in a set, not built in. */
export const DEFINED = 'defined';

/** Reads a definition and checks that the family can generate pairs. All problems are reported at once. */
export function readDefinition(source: string): DefinitionReading {
  if (source.length > MAX_DEFINITION) {
    const message = `The definition is ${source.length.toLocaleString('en')} characters long; up to ${MAX_DEFINITION.toLocaleString('en')} are allowed.`;
    return { problems: [{ message, line: 1 }] };
  }
  const problem = textProblem(source);
  if (problem !== null) return { problems: [{ message: `The definition ${problem}.`, line: 1 }] };
  const lines = new LineCounter();
  // In this schema every scalar is a text: the year 01 stays 01.
  const document = parseDocument(source, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  // Later errors follow from the first.
  const [error] = document.errors;
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const message = `This is not YAML: ${error.message}. ${hintFor(source, line)}`.trim();
    return { problems: [{ message, line }] };
  }
  return checkValue(document, lines);
}

/** What usually makes a line invalid YAML. */
function hintFor(source: string, line: number): string {
  const value = /:\s+(.*)$/.exec(source.split('\n')[line - 1] ?? '')?.[1] ?? '';
  return value.startsWith('{') || value.includes(': ')
    ? 'Put a text that begins with { or contains a colon and a space in double quotes.'
    : '';
}

function checkValue(document: Document, lines: LineCounter): DefinitionReading {
  const locate = (path: DefinitionPath): number => findLine(document, lines, path);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { problems: [{ message: 'Aliases (*name) are not supported. Write the value again.', line: 1 }] };
  }
  const parsed = definition.safeParse(value ?? {});
  if (!parsed.success) {
    const [first, ...rest] = parsed.error.issues.map((issue): DefinitionProblem => {
      const path =
        'keys' in issue && issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
      return { message: describeIssue(issue, document), line: locate(path) };
    });
    return { problems: [first!, ...rest] };
  }
  const family = toFamily(parsed.data);
  const [first, ...rest] = checkFamily(family).map(({ path, message }): DefinitionProblem => ({
    message,
    line: locate(path),
  }));
  return first ? { problems: [first, ...rest] } : { family };
}

/** Forms of a value, by what the schema expects. */
const FORMS: Readonly<Record<string, string>> = {
  array: 'a list, such as [A, B]',
  object: 'a map, such as {A: names}',
  record: 'a map, such as {A: names}',
  string: 'a text',
};

function describeIssue(issue: z.core.$ZodIssue, document: Document): string {
  const field = issue.path.map(String).join('.');
  const subject = field === '' ? 'The definition' : `'${field.slice(0, 100)}'`;
  if (issue.code === 'unrecognized_keys')
    return `There is no field '${issue.keys[0]!.slice(0, 60)}'${field === '' ? '' : ` in ${subject}`}. Delete it.`;
  if (issue.code === 'invalid_key') return `${subject}: ${issue.issues[0]!.message}`;
  const isMissing = field !== '' && !document.hasIn(issue.path);
  if (issue.code === 'invalid_type')
    return isMissing
      ? `${subject} is missing.`
      : `${subject} must be ${FORMS[issue.expected] ?? issue.expected}.`;
  return isMissing ? `${subject} is missing. ${issue.message}` : `${subject}: ${issue.message}`;
}

/** The line of a value; of the nearest one that holds it, when it is missing. */
function findLine(document: Document, lines: LineCounter, path: DefinitionPath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function toFamily(read: z.infer<typeof definition>): Family {
  const templates = Object.entries(read.templates).map(([template, prompt]) => ({
    id: template,
    text: prompt,
  }));
  // A slot that nothing else fills is the variable of its name.
  const own = Object.fromEntries(
    templates
      .flatMap(({ text: prompt }) => listSlots(prompt))
      .filter((slot) => Object.hasOwn(read.variables, slot))
      .map((slot) => [slot, slot]),
  );
  const answers: AnswerRule =
    'above' in read.answers
      ? { kind: 'above', number: read.answers.above }
      : { kind: 'words', ...read.answers };
  return {
    id: DEFINED,
    name: 'A family of its own',
    purpose: '',
    source: '',
    templates,
    words: read.words,
    variables: read.variables,
    different: read.different,
    slots: { ...own, ...read.slots },
    corruptions: Object.entries(read.corruptions).map(
      ([corruption, { name: title, slots: changed, incorrect }]) => ({
        id: corruption,
        name: title ?? corruption,
        slots: changed,
        ...(incorrect !== undefined && { incorrect }),
      }),
    ),
    answers,
    roles: read.roles,
  };
}
