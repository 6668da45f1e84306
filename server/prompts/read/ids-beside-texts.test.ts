/** Token ids beside answers that are texts. */
import { expect, it } from 'vitest';
import { readLayout } from '../../testing/read-layout';

it("adds the spaces that token ids beside the answers show, as in EAP-IG's hypernymy files", async () => {
  const rows = [
    `", cats and other","['animals']",[4695],", songs and other","['music', 'art']","[2647, 1242]"`,
    `", dogs and other","['animals']",[4695],", coats and other",['clothing'],[9528]`,
  ];
  const text = ['clean,answers,answers_idx,corrupted,corrupted_answers,corrupted_answers_idx', ...rows].join(
    '\n',
  );
  const { pairs, refused, suggestions } = await readLayout(text);
  expect(refused).toEqual([]);
  expect(pairs).toHaveLength(2);
  expect(pairs[0]).toMatchObject({ correct: ' animals', incorrectSet: [' music', ' art'] });
  expect(suggestions.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^The token ids in .*answers_idx.* are those of the answers with a leading space/),
  );
  // Ids of other tokens say nothing of the texts.
  const other = await readLayout(text.replaceAll('4695', '4696'));
  expect(other.suggestions).toContainEqual(expect.objectContaining({ option: 'ADD_LEADING_SPACE' }));
});
