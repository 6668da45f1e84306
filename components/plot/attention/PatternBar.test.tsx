import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { PatternBar } from './PatternBar';

/** The text of a bar from 0 to 0.5. */
function read(isCut: boolean, isWide: boolean): string {
  const bar = (
    <PatternBar
      limit={0.5}
      palette="attention"
      tone="light"
      contrast="linear"
      valueName={undefined}
      {...{ isCut, isWide }}
    />
  );
  return renderToStaticMarkup(bar)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

it('says that larger values have the colour of the end, in words where there is room', () => {
  expect(read(true, false)).toBe('0 ≥ 0.50');
  expect(read(true, true)).toBe('attention probability 0 0.50 and above');
  expect(read(false, false)).toBe('0 0.50');
});
