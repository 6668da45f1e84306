import { describe, expect, it } from 'vitest';
import type { Architecture } from '../models/architecture';
import { allocateRuns, getFirstPosition, type PatchedRun } from './patched-run';
import { planPatch, type Patch } from './plan';

const sizes = { layers: 3 } as Architecture;
const batch = { prompts: 2, length: 5, firstDifference: 1 };
const WIDTH = 3;
const plan = (layer: number, position: number): Patch =>
  planPatch([{ site: 'RESID_PRE', layer, head: null, position, src: null }], sizes, batch)!;

function create(): PatchedRun {
  return allocateRuns([plan(0, 2)], batch, WIDTH).inPatchOrder[0]!;
}

describe('a patched run', () => {
  it('goes from one position to all later ones to the last', () => {
    const run = create();
    expect(run.hasEntered).toBe(false);
    const single = run.enterSingle(new Float32Array(2 * WIDTH));
    expect(run.carried).toEqual({ phase: 'single', rows: single });
    expect(getFirstPosition(run, batch)).toBe(2);
    expect(run.extendToSuffix()).toHaveLength(2 * 3 * WIDTH);
    expect(run.carried.phase).toBe('suffix');
    expect(getFirstPosition(run, batch)).toBe(2);
    const last = run.reduceToLast();
    expect(last).toHaveLength(2 * WIDTH);
    expect(run.carried.phase).toBe('last');
    expect(getFirstPosition(run, batch)).toBe(4);
    expect(run.readResult()).toBe(last);
  });

  it('refuses every other transition', () => {
    const single = (): Float32Array => new Float32Array(2 * WIDTH);
    const waiting = create();
    expect(() => waiting.carried).toThrow('has not entered');
    expect(() => waiting.extendToSuffix()).toThrow("from phase 'not entered' to 'suffix'");
    expect(() => waiting.reduceToLast()).toThrow("from phase 'not entered' to 'last'");
    expect(() => waiting.readResult()).toThrow('has not entered');
    expect(() => waiting.enterSingle(new Float32Array(1))).toThrow('One position has 6 numbers, not 1.');
    const one = create();
    one.enterSingle(single());
    expect(() => one.reduceToLast()).toThrow("from phase 'single' to 'last'");
    expect(() => one.readResult()).toThrow("ended in phase 'single'");
    const suffix = create();
    suffix.enterSuffix();
    expect(() => suffix.enterSuffix()).toThrow("from phase 'suffix' to 'suffix'");
    expect(() => suffix.extendToSuffix()).toThrow("from phase 'suffix' to 'suffix'");
    const last = create();
    last.enterLast();
    expect(() => last.reduceToLast()).toThrow("from phase 'last' to 'last'");
    expect(() => last.enterSingle(single())).toThrow("from phase 'last' to 'single'");
  });
});

it('allocates adjacent memory in call order, and returns runs in the order of the patches', () => {
  const patches = [plan(1, 3), plan(0, 1), plan(0, 3)];
  const { inCallOrder, inPatchOrder } = allocateRuns(patches, batch, WIDTH);
  expect(inPatchOrder.map(({ patch }) => patch)).toEqual(patches);
  expect(inCallOrder.map(({ patch }) => patches.indexOf(patch))).toEqual([1, 2, 0]);
  const rows = inCallOrder.map((run) => run.enterSuffix());
  expect(rows.map((each) => each.length / 2 / WIDTH)).toEqual([4, 2, 2]);
  rows.slice(1).forEach((each, index) => {
    expect(each.buffer).toBe(rows[0]!.buffer);
    expect(each.byteOffset).toBe(rows[index]!.byteOffset + rows[index]!.byteLength);
  });
});
