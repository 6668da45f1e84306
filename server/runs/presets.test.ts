import path from 'node:path';
import { expect, it } from 'vitest';
import { loadTokenizer, modelInfo } from '../engine/client';
import { createCore } from '../engine/core';
import { PRESETS } from './presets';
import { validateRun } from './validate';

it("has the notebook's first prompt pair, its doubled space included", () => {
  const [pair, swapped] = PRESETS[0]!.pairs;
  expect(pair).toEqual({
    clean: 'When John and Mary went to the shops,  John gave the bag to',
    corrupted: 'When John and Mary went to the shops,  Mary gave the bag to',
    correct: ' Mary',
    incorrect: ' John',
  });
  expect(swapped).toEqual({
    clean: pair!.corrupted,
    corrupted: pair!.clean,
    correct: pair!.incorrect,
    incorrect: pair!.correct,
  });
});

it('has experiments that the bundled model accepts and tells apart', async () => {
  const folders = [path.resolve('models')];
  const [model, tokenizer] = [
    await modelInfo('patchbay-mini', folders),
    await loadTokenizer('patchbay-mini', folders),
  ];
  const core = createCore({ folders });
  for (const { id, pairs, sweeps } of PRESETS) {
    const input = { model: model.id, pairs, sweeps, direction: 'DENOISING', prependBos: true } as const;
    const { issues, experiment } = validateRun(input, model, tokenizer);
    expect(issues, id).toEqual([]);
    const { clean, corrupted } = await core.baseline(experiment!);
    clean.forEach((value, index) => {
      expect(value, id).toBeGreaterThan(2);
      expect(value - corrupted[index]!, id).toBeGreaterThan(2);
    });
  }
  await core.close();
});
