/** Arguments of any field, from the types of the schema: mostly valid ones, so that they reach the services. */
import fc from 'fast-check';
import {
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  print,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';
import { schema } from '../../graphql/schema';
import { claimText, searchText } from './grammars';
import { VALID_ARGUMENTS } from './valid-arguments';
import { hostileInteger, hostileNumber, hostileText, hostileValue } from './hostile';

export type Field = GraphQLField<unknown, unknown>;

/** Stands for an id that is known when the operation is sent: of a type, or of any. */
const PLACEHOLDER = /"@@(\w*):(\d+)"/g;

/**
 * Writes variables as JSON with ids in the places of placeholders. Values may be nested too deeply for a walk over them.
 *
 * @param pick an id of a type, or of any for ''; undefined while there is none.
 */
export function writeVariables(
  variables: object,
  pick: (type: string, index: number) => string | undefined,
): string {
  return JSON.stringify(variables).replaceAll(PLACEHOLDER, (_, type: string, index: string) =>
    JSON.stringify(pick(type, Number(index)) ?? 'none'),
  );
}

/** A placeholder for an id of a type, or of any for ''. */
const placeholder = (type: string): fc.Arbitrary<string> => fc.nat(30).map((index) => `@@${type}:${index}`);

const VALID_PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};

/** Valid texts by the names of arguments and fields. */
const TEXTS: readonly (readonly [name: RegExp, text: fc.Arbitrary<string>])[] = [
  [/^claims?$/, claimText],
  [/^search$/, searchText],
  [/^(title|name|heading)$/, fc.constantFrom('Name movers', 'A title', 'Ann')],
  [
    /^(summary|note|notes|response|text|body|reason|description|sentence)$/,
    fc.constantFrom('Heads of [[L1H2]] move.', 'Plain text.', '**bold** @Ann'),
  ],
  [/^slug$/, placeholder('Finding')],
  [/^tags?$/, fc.constantFrom('ioi', 'heads', 'a-b')],
  [/^(clean|prompt)$/, fc.constant(VALID_PAIR.clean)],
  [/^corrupted$/, fc.constant(VALID_PAIR.corrupted)],
  [/^correct(Set)?$/, fc.constant(VALID_PAIR.correct)],
  [/^incorrect(Set)?$/, fc.constant(VALID_PAIR.incorrect)],
];

/** Valid but for their sentences. */
const SENTENCES: Readonly<Record<string, fc.Arbitrary<Record<string, unknown>>>> = {
  evaluateClaims: fc.record({
    runId: fc.nat(3).map((index) => `@@Run:${index}`),
    claims: fc.array(claimText, { minLength: 1, maxLength: 3 }),
  }),
  findings: fc.record({ search: searchText, first: fc.constant(5) }),
};

/** Arguments of a field as variables: from its types, or valid ones of which up to three parts are changed. */
export function generateArguments(field: Field): fc.Arbitrary<Record<string, unknown>> {
  const valid = VALID_ARGUMENTS[field.name];
  const typed = typedArguments(field);
  if (!valid) return typed;
  const part = fc.oneof(
    hostileValue,
    hostileText,
    hostileInteger,
    fc.constant(undefined),
    fc.constant(null),
    ...(/claim|finding/i.test(field.name) ? [claimText, searchText] : []),
  );
  const changed = fc
    .array(fc.tuple(fc.nat(1000), part), { maxLength: 3 })
    .map((changes) => changes.reduce((value, [at, other]) => replacePart(value, at, other), valid));
  const sentences = SENTENCES[field.name];
  return fc.oneof(
    typed,
    changed as fc.Arbitrary<Record<string, unknown>>,
    ...(sentences ? [{ weight: 6, arbitrary: sentences }] : []),
  );
}

/** Replaces one of the parts of a value, chosen by a number; never the value itself. */
function replacePart(value: object, at: number, other: unknown): object {
  const keys = Object.keys(value);
  if (keys.length === 0) return value;
  const key = keys[at % keys.length]!;
  const part = (value as Record<string, unknown>)[key];
  const isEntered = typeof part === 'object' && part !== null && at % 5 !== 0;
  const next = isEntered ? replacePart(part, Math.floor(at / keys.length), other) : other;
  if (Array.isArray(value)) return value.with(Number(key), next) as object;
  return { ...value, [key]: next };
}

function typedArguments(field: Field): fc.Arbitrary<Record<string, unknown>> {
  const about = getNamedType(field.type).name;
  return fc.record(
    Object.fromEntries(
      field.args.map(({ name, type }) => [name, generateValue(type, name, field.name, about, 0)]),
    ),
  );
}

function generateValue(
  type: GraphQLInputType,
  name: string,
  field: string,
  about: string,
  depth: number,
): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) {
    const inner = notNull(type.ofType, name, field, about, depth);
    return fc.oneof({ weight: 40, arbitrary: inner }, { weight: 1, arbitrary: hostileValue });
  }
  return fc.oneof(
    { weight: 20, arbitrary: notNull(type, name, field, about, depth) },
    { weight: 20, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function notNull(
  type: GraphQLInputType,
  name: string,
  field: string,
  about: string,
  depth: number,
): fc.Arbitrary<unknown> {
  if (isListType(type)) {
    const item = generateValue(type.ofType, name, field, about, depth);
    const long = fc
      .tuple(item, fc.constantFrom(21, 65, 101, 1500))
      .map(([one, length]) => Array.from({ length }, () => one));
    return fc.oneof(
      { weight: 20, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: item },
      { weight: 1, arbitrary: long },
    );
  }
  if (isInputObjectType(type)) {
    if (depth > 4) return fc.constant({});
    if (type.name === 'PromptPairInput')
      return fc.oneof(
        { weight: 4, arbitrary: fc.constant(VALID_PAIR) },
        { weight: 1, arbitrary: generateObject(type, field, about, depth) },
      );
    return generateObject(type, field, about, depth);
  }
  if (isEnumType(type)) {
    const valid = fc.constantFrom(...type.getValues().map((value) => value.name));
    return fc.oneof({ weight: 40, arbitrary: valid }, { weight: 1, arbitrary: hostileText });
  }
  const named: GraphQLNamedType = getNamedType(type);
  switch (named.name) {
    case 'ID':
      return generateId(name, field, about);
    case 'Int':
      return fc.oneof(
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) },
        { weight: 1, arbitrary: hostileInteger },
      );
    case 'Float':
      return fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), hostileNumber);
    case 'Boolean':
      return fc.boolean();
    default: {
      const valid = TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? fc.constantFrom('a', 'text');
      return fc.oneof({ weight: 3, arbitrary: valid }, { weight: 1, arbitrary: hostileText });
    }
  }
}

function generateObject(
  type: GraphQLInputType,
  field: string,
  about: string,
  depth: number,
): fc.Arbitrary<unknown> {
  if (!isInputObjectType(type)) return hostileValue;
  const fields = Object.values(type.getFields());
  const known = fc.record(
    Object.fromEntries(
      fields.map((one) => [one.name, generateValue(one.type, one.name, field, about, depth + 1)]),
    ),
  );
  const unknown = fc
    .tuple(known, hostileText, hostileValue)
    .map(([given, key, value]) => ({ ...given, [key]: value }));
  return fc.oneof({ weight: 40, arbitrary: known }, { weight: 1, arbitrary: unknown });
}

/** Ids of the type that the argument or the field names, of any type, and of none. */
function generateId(name: string, field: string, about: string): fc.Arbitrary<string | number> {
  if (/^model$/i.test(name))
    return fc.oneof({ weight: 8, arbitrary: fc.constant('fake') }, { weight: 1, arbitrary: hostileText });
  const named = [name.replace(/Id$/, ''), field.replace(/^[a-z]+(?=[A-Z])/, ''), about];
  const types = [...new Set(named.map((one) => one.charAt(0).toUpperCase() + one.slice(1)))].filter((one) =>
    isObjectType(schema.getType(one)),
  );
  return fc.oneof(
    ...types.map((type) => ({ weight: 4, arbitrary: placeholder(type) })),
    { weight: 2, arbitrary: placeholder('') },
    { weight: 2, arbitrary: hostileText },
    { weight: 1, arbitrary: hostileInteger },
  );
}

/** The text of an operation that calls a field and reads what it gives, two levels deep. */
export function writeOperation(kind: 'mutation' | 'query', field: Field): string {
  const declared = field.args
    .map(({ name, type, defaultValue }) => {
      // A variable that is left out then has the argument's default.
      const initial = defaultValue === undefined ? null : astFromValue(defaultValue, type);
      return `$${name}: ${String(type)}${initial ? ` = ${print(initial)}` : ''}`;
    })
    .join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = `${field.name}${given && `(${given})`}`;
  return `${kind}${declared && ` (${declared})`} { ${call}${writeSelection(getNamedType(field.type), 2)} }`;
}

function writeSelection(type: GraphQLNamedType, depth: number): string {
  if (isLeafType(type)) return '';
  if (!isObjectType(type)) return ' { __typename }';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(({ type: of, defaultValue }) => isNonNullType(of) && defaultValue === undefined))
      return [];
    // Private to their owner: selecting one would refuse the whole operation.
    if (type.name === 'User' && !['id', 'name'].includes(field.name)) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    return depth > 1 ? [`${field.name}${writeSelection(named, depth - 1)}`] : [];
  });
  return ` { __typename ${fields.join(' ')} }`;
}
