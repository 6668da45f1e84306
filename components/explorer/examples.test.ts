import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { EXAMPLES } from './examples';

const folder = path.resolve('server/graphql/schema');
const schema = buildSchema(
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n'),
);

it.each(EXAMPLES)('$name is an operation of the API', ({ query, variables }) => {
  expect(validate(schema, parse(query))).toEqual([]);
  expect(() => JSON.parse(variables ?? '{}') as unknown).not.toThrow();
});
