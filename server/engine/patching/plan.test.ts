/** What must be computed of a sweep, where it enters, and which positions it carries. */
import { describe, expect, it } from 'vitest';
import { listComputed } from '../../../domain/causality';
import { isReadLater, SITES, SWEEP_KINDS, type SweepKind } from '../../../domain/sites';
import type { Architecture } from '../models/architecture';
import { getEntry } from './entries/registry';
import { planCell, planPatch, planSweep, type Intervention, type Patch, type PlannedCell } from './plan';

const sizes = { layers: 3, heads: 2, dHead: 4, dModel: 8, dMlp: 16 } as Architecture;
const batch = { prompts: 1, length: 5, firstDifference: 2 };
const patch = (site: SweepKind, layer: number, position: number | null, head = 0): Intervention => ({
  site,
  layer,
  head: SITES[site].activation === null ? null : head,
  position,
  src: null,
});
const listCells = (kind: SweepKind, skipping = true): PlannedCell[] => {
  const planned = planSweep(kind, sizes, batch, skipping);
  return [0, 1, 2].flatMap((layer) => planned.listCells(layer));
};
const plan = (...interventions: Intervention[]): Patch | null => planPatch(interventions, sizes, batch);

it.each(SWEEP_KINDS)('%s has an entry of its own hook and entry point', (kind) => {
  const entry = getEntry(kind);
  expect(entry.hook).toBe(SITES[kind].hook);
  expect(entry.point).toBe(SITES[kind].entry);
  expect(entry.isReadLater).toBe(isReadLater(kind));
});

describe('a sweep', () => {
  it('leaves out positions before the first difference', () => {
    const { shape, count } = planSweep('RESID_PRE', sizes, batch);
    const cells = listCells('RESID_PRE');
    expect(shape).toEqual([3, 5]);
    expect(count).toBe(9);
    expect(cells.map(({ cell }) => cell)).toEqual([2, 3, 4, 7, 8, 9, 12, 13, 14]);
    expect(cells.map((planned) => planned.patch.start)).toEqual([2, 3, 4, 2, 3, 4, 2, 3, 4]);
  });

  it('leaves out what the last position does not read in the last layer', () => {
    const last = (kind: SweepKind): number => planSweep(kind, sizes, batch).listCells(2).length;
    expect(last('ATTN_OUT')).toBe(1);
    expect(last('MLP_OUT')).toBe(1);
    expect(last('RESID_MID')).toBe(1);
    expect(last('RESID_POST')).toBe(1);
    expect(last('HEAD_Q_BY_POS')).toBe(2);
    expect(last('HEAD_K_BY_POS')).toBe(6);
    expect(last('HEAD_V_BY_POS')).toBe(6);
  });

  it('names head and position of each cell', () => {
    const cells = listCells('HEAD_PATTERN_BY_POS');
    // [layer, head, destination]
    const { interventions } = cells.find(({ cell }) => cell === 1 * 10 + 1 * 5 + 3)!.patch;
    expect(interventions).toHaveLength(1);
    expect(interventions[0]).toMatchObject({ layer: 1, head: 1, position: 3 });
  });

  it('leaves out entries of a pattern after their destination, and those before the first difference', () => {
    const cells = listCells('HEAD_PATTERN_DEST_SRC').map(({ patch: { interventions, start, isLocal } }) => {
      const [{ layer, head, position, src }] = interventions;
      expect({ start, isLocal }).toEqual({ start: position, isLocal: true });
      return [layer, head, position, src];
    });
    // Destinations 2, 3 and 4 have 3, 4 and 5 entries; in the last layer only destination 4 counts.
    expect(cells).toHaveLength(2 * 2 * (3 + 4 + 5) + 2 * 5);
    expect(cells.every(([, , position, src]) => src! <= position!)).toBe(true);
    expect(cells).toContainEqual([2, 1, 4, 0]);
  });

  it('computes the cells of which domain/causality says so', () => {
    for (const kind of SWEEP_KINDS) {
      const { shape } = planSweep(kind, sizes, batch);
      const computed = listComputed(kind, { axes: SITES[kind].axes, shape }, batch);
      const planned = new Set(listCells(kind).map(({ cell }) => cell));
      expect([...computed], kind).toEqual(Array.from(computed, (_, cell) => (planned.has(cell) ? 1 : 0)));
    }
  });

  it('plans each cell as the sweep does', () => {
    for (const kind of SWEEP_KINDS) {
      const { shape } = planSweep(kind, sizes, batch);
      const cells = Array.from({ length: shape.reduce((product, each) => product * each, 1) }, (_, at) => at);
      const planned = cells.flatMap((cell) => {
        const own = planCell(kind, cell, sizes, batch);
        return own ? [{ cell, patch: own }] : [];
      });
      expect(planned).toEqual(listCells(kind));
    }
  });

  it('has nothing to compute for equal prompts', () => {
    const equal = { ...batch, firstDifference: batch.length };
    for (const kind of SWEEP_KINDS)
      expect(planSweep(kind, sizes, equal)).toMatchObject({ count: 0, positions: 0, flops: 0 });
  });

  it('computes every cell from position 0 when nothing is skipped', () => {
    for (const kind of SWEEP_KINDS) {
      const { shape } = planSweep(kind, sizes, batch, false);
      const cells = listCells(kind, false);
      expect(cells).toHaveLength(shape.reduce((product, length) => product * length, 1));
      expect(cells.every((planned) => planned.patch.start === 0 && !planned.patch.isLocal)).toBe(true);
    }
  });
});

describe('a patch', () => {
  it.each<[SweepKind, boolean]>([
    ['RESID_PRE', true],
    ['ATTN_OUT', true],
    ['MLP_OUT', true],
    ['HEAD_Z_BY_POS', true],
    ['HEAD_Q_BY_POS', true],
    ['HEAD_PATTERN_BY_POS', true],
    ['HEAD_K_BY_POS', false],
    ['HEAD_V_BY_POS', false],
  ])('of %s changes one position only where it enters: %s', (kind, isLocal) => {
    expect(plan(patch(kind, 0, 3))).toMatchObject({ start: 3, isLocal });
  });

  it('of all positions carries them from the first difference on', () => {
    expect(plan(patch('HEAD_Z', 0, null))).toMatchObject({ start: 2, isLocal: false });
  });

  it('of several interventions carries all positions from the earliest, and enters at the first in depth', () => {
    const several = plan(patch('MLP_OUT', 1, 4), patch('HEAD_Z', 1, null), patch('RESID_PRE', 1, 3))!;
    expect(several.interventions.map(({ site }) => site)).toEqual(['RESID_PRE', 'HEAD_Z', 'MLP_OUT']);
    expect(several).toMatchObject({ start: 2, isLocal: false });
    expect(plan(patch('MLP_OUT', 0, 4), patch('RESID_PRE', 1, 3))).toMatchObject({
      start: 3,
      isLocal: false,
    });
  });

  it('replaces what a head computes from before what it hides', () => {
    const parts = plan(patch('HEAD_Z', 1, null), patch('HEAD_PATTERN', 1, null), patch('HEAD_K', 1, null))!;
    expect(parts.interventions.map(({ site }) => site)).toEqual(['HEAD_K', 'HEAD_PATTERN', 'HEAD_Z']);
  });

  it('leaves out interventions that change nothing, and is local when one is left', () => {
    const one = plan(patch('RESID_PRE', 0, 1), patch('ATTN_OUT', 1, 3), patch('MLP_OUT', 2, 3))!;
    expect(one.interventions.map(({ site }) => site)).toEqual(['ATTN_OUT']);
    expect(one).toMatchObject({ start: 3, isLocal: true });
    expect(plan(patch('RESID_PRE', 0, 1), patch('MLP_OUT', 2, 3))).toBeNull();
    expect(plan()).toBeNull();
  });
});
