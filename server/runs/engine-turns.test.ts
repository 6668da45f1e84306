import { expect, it } from 'vitest';
import { createFakeEngine } from '../testing/fake-engine';
import { createEngineTurns } from './engine-turns';

/** An engine whose predictions wait until the test lets one go. */
function heldEngine() {
  const held: { model: string; release: () => void }[] = [];
  const engine = createFakeEngine();
  engine.predict = (model) => new Promise((resolve) => held.push({ model, release: () => resolve([]) }));
  return { engine, held };
}

it('lets a client have two short requests under way, and others theirs', async () => {
  const { engine, held } = heldEngine();
  const turns = createEngineTurns();
  const [greedy, modest] = [turns.share(engine, 'a'), turns.share(engine, 'b')];
  const answers = Array.from({ length: 5 }, (_, index) => greedy.predict(`a${index}`, [], 1));
  answers.push(modest.predict('b', [], 1));
  expect(held.map(({ model }) => model)).toEqual(['a0', 'a1', 'b']);
  held[0]!.release();
  await expect.poll(() => held.map(({ model }) => model)).toEqual(['a0', 'a1', 'b', 'a2']);
  for (let index = 1; index < 6; index++) {
    await expect.poll(() => held.length).toBeGreaterThan(index);
    held[index]!.release();
  }
  await Promise.all(answers);
  expect(held).toHaveLength(6);
});

it('goes on after a failure, and refuses what is too much', async () => {
  const { engine, held } = heldEngine();
  const turns = createEngineTurns();
  const shared = turns.share(engine, 'a');
  engine.baseline = async () => {
    throw new Error('no');
  };
  for (let index = 0; index < 4; index++) {
    await expect(shared.baseline({ model: '', direction: 'NOISING', pairs: [] })).rejects.toThrow('no');
  }
  const answers = Array.from({ length: 203 }, () => shared.predict('m', [], 1));
  await expect(answers[202]).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  for (let index = 0; index < 202; index++) {
    await expect.poll(() => held.length).toBeGreaterThan(index);
    held[index]!.release();
  }
  await Promise.all(answers.slice(0, 202));
});
