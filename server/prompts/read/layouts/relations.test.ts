/** Files of one relation. */
import { expect, it } from 'vitest';
import { readLayout } from '../../../testing/read-layout';

const RELATION = {
  name: 'river in country',
  prompt_templates: ['{} flows through', 'The river {} is in'],
  prompt_templates_zs: ['Where is {}?'],
  properties: { relation_type: 'factual', symmetric: false },
  samples: [
    { subject: 'Seine', object: 'France' },
    { subject: 'Oder', object: 'Poland' },
    { subject: 'Loire', object: 'France' },
    { subject: '', object: 'Spain' },
  ],
};

it('reads a file of one relation, as KnowledgeCircuits has them, with its first template', async () => {
  const { layout, rowCount, pairs, refused, suggestions } = await readLayout(JSON.stringify(RELATION));
  expect({ layout, rowCount }).toEqual({ layout: 'Relation', rowCount: 4 });
  expect(pairs.length + refused.length).toBe(4);
  expect(pairs[0]).toMatchObject({
    clean: 'Seine flows through',
    corrupted: 'Oder flows through',
    correct: ' France',
    incorrect: ' Poland',
    roles: [{ name: 'SUBJECT' }, { name: 'END' }],
  });
  expect(refused).toContainEqual({ row: 4, line: null, reason: "'subject' is empty." });
  expect(suggestions[0]!.message).toMatch(/^Read as a relation with the template '\{\} flows through'/);
  expect(suggestions[1]!.message).toContain("Other templates of the file: 'The river {} is in'.");
  const other = { ...RELATION, prompt_templates: ['no place'] };
  expect((await readLayout(JSON.stringify(other))).layout).toBe('Columns');
});
