import { expect, it } from 'vitest';
import { namePosition } from './name-position';

it('names a position by the clean prompt, and says both tokens where they differ', () => {
  expect(namePosition(' White', ' Haunted')).toEqual({
    text: '·White',
    isMarked: true,
    title: 'clean ·White, corrupted ·Haunted',
  });
  expect(namePosition(' House', ' House')).toEqual({ text: '·House', isMarked: false, title: null });
});
