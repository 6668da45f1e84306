import { expect, it } from 'vitest';
import { pickUsualModel } from './usual-model';

const model = (id: string, installed: boolean, canPublishNotebook: boolean) => ({
  id,
  installed,
  canPublishNotebook,
});

it('prefers a model whose weights are known to one of random weights', () => {
  const seeded = model('narrow', true, false);
  expect(pickUsualModel([model('gpt2', false, true), seeded, model('patchbay-mini', true, true)])).toBe(
    'patchbay-mini',
  );
  expect(pickUsualModel([seeded])).toBe('narrow');
  expect(pickUsualModel([model('gpt2', false, true)])).toBeNull();
});
