/** A small part of `npm run fuzz`. */
import { coerceInputValue, GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../graphql/schema';
import { writeOperation, writeVariables } from './arguments';
import { fuzzSite } from './fuzz';
import { openFuzzedSite, type FuzzedSite } from './site';
import { VALID_ARGUMENTS } from './valid-arguments';

let site: FuzzedSite;
beforeAll(async () => {
  site = await openFuzzedSite();
});
afterAll(() => site.close());

it('starts from arguments that are accepted', async () => {
  await site.refill();
  for (const name of [
    'importRun',
    'saveCollection',
    'shareCollection',
    'attachEvidence',
    'respondToEvidence',
    'removeEvidence',
  ] as const) {
    const field = schema.getMutationType()!.getFields()[name]!;
    const variables = writeVariables(VALID_ARGUMENTS[name]!, site.pick);
    const person = name === 'removeEvidence' ? 'member' : 'owner';
    const { body } = await site.send(person, writeOperation('mutation', field), variables);
    expect(JSON.parse(body), name).not.toHaveProperty('errors');
  }
});

it.each(Object.entries(VALID_ARGUMENTS))('names the arguments of %s', (name, variables) => {
  const field = { ...schema.getMutationType()!.getFields(), ...schema.getQueryType()!.getFields() }[name]!;
  // Checks required arguments, unknown ones and the types of all values.
  const input = new GraphQLInputObjectType({
    name: 'Arguments',
    fields: Object.fromEntries(
      field.args.map(({ name: argument, type, defaultValue }) => [argument, { type, defaultValue }]),
    ),
  });
  expect(() => coerceInputValue(variables, input)).not.toThrow();
});

it('finds no answer that no input may cause', async () => {
  // Installations would go on after the test.
  const except = ['installModel', 'cancelInstallation'];
  const { fields, failures, crashes } = await fuzzSite(site, { inputs: 150, seed: 1, except });
  expect(failures).toEqual([]);
  expect(crashes).toEqual([]);
  const accepted = fields.reduce((sum, one) => sum + one.accepted, 0);
  expect(accepted).toBeGreaterThan(15);
});
