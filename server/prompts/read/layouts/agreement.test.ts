/** Files of subject-verb agreement. */
import { expect, it } from 'vitest';
import { readLayout } from '../../../testing/read-layout';

it("reads EAP-IG's agreement files: verbs of the subject's number against the others", async () => {
  const text = [
    'clean,corrupted,group,plural',
    'The cats near the dog,The cat near the dog,made-up,1',
    'The boy that the girls saw,The boys that the girls saw,made-up,0',
    'The boy that the girl saw,The boys that the girl saw,made-up,two',
  ].join('\n');
  const { layout, pairs, refused, suggestions } = await readLayout(text);
  expect(layout).toBe('EAP-IG agreement');
  expect(pairs).toHaveLength(2);
  expect(pairs[0]).toMatchObject({ correct: ' are', incorrect: ' is', rule: 'LOGSUMEXP' });
  expect(pairs[1]).toMatchObject({ correct: ' is', incorrect: ' are' });
  const [plural, singular] = [pairs[0]!.correctSet!, pairs[0]!.incorrectSet!];
  expect(plural).toEqual(pairs[1]!.incorrectSet);
  expect(plural.length).toBeGreaterThan(60);
  expect(plural.filter((verb) => singular.includes(verb))).toEqual([]);
  expect(refused).toEqual([
    { row: 3, line: 4, reason: "'two' in 'plural' is neither 1 (plural) nor 0 (singular)." },
  ]);
  expect(suggestions.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('has no'));
  const bundled = await readLayout(text, 'patchbay-mini');
  expect(bundled.pairs.length + bundled.refused.length).toBe(3);
  // With answers of its own, a table is read as it says.
  const answers = text.replace(',plural', ',plural,correct,incorrect').replaceAll(/$/gm, '');
  expect((await readLayout(answers)).layout).toBe('Columns');
});
