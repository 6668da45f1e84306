import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeAreas, computeFaithfulness, listNodes, nameNode, parseNodes, spaceSizes } from './circuit';

const SIZES = { layers: 12, heads: 12 };

describe('nodes', () => {
  it('lists heads by layer, then MLPs', () => {
    expect(listNodes({ layers: 2, heads: 2 }, 'HEADS_AND_MLPS').map(nameNode)).toEqual([
      'L0H0',
      'L0H1',
      'L1H0',
      'L1H1',
      'MLP 0',
      'MLP 1',
    ]);
    expect(listNodes({ layers: 2, heads: 2 }, 'HEADS')).toHaveLength(4);
  });

  it('reads what people write, each node once, ordered', () => {
    const { nodes, unknown } = parseNodes(
      'L9H9, 10.0; mlp 0\nmlp11, 9.9, l0h3, 3,, H4, 12.0, 0.12, mlp 12',
      SIZES,
    );
    expect(nodes.map(nameNode)).toEqual(['L0H3', 'MLP 0', 'L9H9', 'L10H0', 'MLP 11']);
    expect(unknown).toEqual(['3', 'H4', '12.0', '0.12', 'mlp 12']);
  });

  it('reads the names that it writes', () => {
    const nodes = listNodes(SIZES, 'HEADS_AND_MLPS');
    const read = parseNodes(nodes.map(nameNode).join(', '), SIZES);
    expect(read.nodes).toHaveLength(nodes.length);
    expect(read.unknown).toEqual([]);
  });
});

describe('faithfulness', () => {
  it('is 1 for the model, 0 for nothing, and undefined without a gap', () => {
    expect(computeFaithfulness(3, { model: 3, empty: 1 }, 0.01)).toBe(1);
    expect(computeFaithfulness(1, { model: 3, empty: 1 }, 0.01)).toBe(0);
    expect(computeFaithfulness(0, { model: 3, empty: 1 }, 0.01)).toBe(-0.5);
    expect(computeFaithfulness(1, { model: 1.001, empty: 1 }, 0.01)).toBeNull();
    expect(computeFaithfulness(1, { model: NaN, empty: 1 }, 0.01)).toBeNull();
  });
});

describe('the size curve', () => {
  it('has the areas of its trapezoids', () => {
    const points = [
      { fraction: 0.1, faithfulness: 0.5 },
      { fraction: 0.2, faithfulness: 1.5 },
      { fraction: 1, faithfulness: 1 },
    ];
    const { cpr, cmd } = computeAreas(points);
    expect(cpr).toBeCloseTo(0.1 * 1 + 0.8 * 1.25, 12);
    expect(cmd).toBeCloseTo(0.1 * 0.5 + 0.8 * 0.25, 12);
    expect(computeAreas([...points, { fraction: 1, faithfulness: null }])).toEqual({ cpr: null, cmd: null });
  });

  it('runs from one node to all over different sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 8, max: 40 }), (nodes, count) => {
        const sizes = spaceSizes(nodes, count);
        expect(sizes).toHaveLength(Math.min(nodes, count));
        expect([sizes[0], sizes.at(-1)]).toEqual([1, nodes]);
        sizes.slice(1).forEach((size, index) => expect(size).toBeGreaterThan(sizes[index]!));
      }),
    );
    expect(spaceSizes(156)).toEqual([1, 2, 3, 5, 9, 17, 29, 51, 89, 156]);
  });
});
