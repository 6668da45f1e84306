import { expect, it } from 'vitest';
import { foldedPositions, positionLabels, type TokenizedPair } from './positions';

function pair(clean: readonly string[], corrupted: readonly string[]): TokenizedPair {
  // A token is its text.
  const tokens = (texts: readonly string[]) =>
    texts.map((text) => ({
      id: Array.from(text).reduce((sum, letter) => 131 * sum + letter.codePointAt(0)!, 7),
      text,
    }));
  return {
    cleanTokens: tokens(clean),
    corruptedTokens: tokens(corrupted),
    differingPositions: clean.flatMap((text, at) => (text === corrupted[at] ? [] : [at])),
  };
}
const john = pair(['When', ' John', ' gave', ' it'], ['When', ' Mary', ' gave', ' it']);
const kate = pair(['When', ' Kate', ' gave', ' it'], ['When', ' Sue', ' gave', ' it']);

it('marks positions where clean and corrupted differ, and says both tokens', () => {
  expect(positionLabels([john], null)).toEqual([
    { text: 'When 0', isMarked: false, spoken: 'position 0, “When”' },
    {
      text: '·John 1',
      isMarked: true,
      spoken: 'position 1, “ John”, prompts differ',
      hint: 'Clean and corrupted differ here: ·John and ·Mary.',
    },
    { text: '·gave 2', isMarked: false, spoken: 'position 2, “ gave”' },
    { text: '·it 3', isMarked: false, spoken: 'position 3, “ it”, END' },
  ]);
});

it('says roles, white space by name, and whose tokens they are', () => {
  const roles = [{ name: 'S1', cleanPositions: [1] }];
  expect(positionLabels([{ ...john, roles }, kate], null)[1]!.spoken).toBe(
    'position 1, “ John” in prompt 1, S1, prompts differ',
  );
  expect(positionLabels([pair(['\n\t'], ['x'])], null)[0]!.spoken).toBe(
    'position 0, “ line break tab”, END, prompts differ',
  );
});

it('marks tokens of the first prompt that others do not share', () => {
  const labels = positionLabels([john, kate], null);
  expect(labels.map(({ text }) => text)).toEqual(['When 0', '·John… 1', '·gave 2', '·it 3']);
  expect(labels[1]!.hint).toMatch(/Tokens of prompt 1 of 2; other prompts have other tokens here\.$/);
});

it("takes one prompt's own tokens", () => {
  expect(positionLabels([john, kate], 1).map(({ text }) => text)).toEqual([
    'When 0',
    '·Kate 1',
    '·gave 2',
    '·it 3',
  ]);
});

it('cuts long tokens', () => {
  expect(positionLabels([pair(['antidisestablishment'], ['x'])], null)[0]!.text).toBe('antidisesta… 0');
});

it('folds what comes before the first difference of any pair of long prompts', () => {
  const story = Array.from({ length: 30 }, (_, at) => ` w${at}`);
  const late = pair([...story, ' a', ' b'], [...story, ' c', ' b']);
  const early = pair([...story, ' a', ' b'], [...story.with(12, ' x'), ' a', ' b']);
  expect(foldedPositions([late])).toBe(30);
  expect(foldedPositions([late, early])).toBe(12);
  expect(foldedPositions([john])).toBe(0);
});
