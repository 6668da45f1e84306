import path from 'node:path';
import { expect, it } from 'vitest';
import { readMetric } from '../../engine/api';
import { createDirectReader } from '../../engine/client/client';
import { createCore } from '../../engine/worker/core';
import { createModels } from '../../models/registry/installed';
import { PRESETS } from '../../../domain/presets';
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
  const models = createModels(folders, createDirectReader());
  const core = createCore({ folders });
  for (const { id, pairs, sweeps } of PRESETS) {
    const input = {
      model: 'patchbay-mini',
      pairs,
      sweeps,
      direction: 'DENOISING',
      prependBos: true,
    } as const;
    const { issues, warnings, experiment } = await validateRun(input, models);
    expect([...issues, ...warnings], id).toEqual([]);
    const { values } = await core.baseline(experiment!);
    const { clean, corrupted } = readMetric(values, 'logit_diff');
    clean.forEach((value, index) => {
      expect(value, id).toBeGreaterThan(2);
      expect(value - corrupted[index]!, id).toBeGreaterThan(2);
    });
  }
  await core.close();
});
