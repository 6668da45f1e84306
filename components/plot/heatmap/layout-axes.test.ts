import { expect, it } from 'vitest';
import { chooseLabelled } from './layout-axes';

const columns = (count: number, ...marked: number[]) =>
  Array.from({ length: count }, (_, at) => ({ text: `·w ${at}`, isMarked: marked.includes(at) }));

it('labels every column that has room, and else every n-th', () => {
  expect([...chooseLabelled(columns(4), 1)]).toEqual([0, 1, 2, 3]);
  expect([...chooseLabelled(columns(7), 3)]).toEqual([0, 3, 6]);
});

it('labels the columns where the prompts differ first', () => {
  const chosen = [...chooseLabelled(columns(9, 4), 2)].toSorted((a, b) => a - b);
  expect(chosen).toContain(4);
  for (let at = 1; at < chosen.length; at++) expect(chosen[at]! - chosen[at - 1]!).toBeGreaterThanOrEqual(2);
});
