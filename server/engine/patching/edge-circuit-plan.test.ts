import { describe, expect, it } from 'vitest';
import { countGraphEdges, createEdgeNumbering, parseEdges } from '../../../domain/circuit-edges';
import { planEdgeCircuit } from './edge-circuit-plan';

const SIZES = { layers: 3, heads: 2 };
const { number } = createEdgeNumbering(SIZES);

function plan(text: string) {
  const present = new Uint8Array(countGraphEdges(SIZES));
  const { edges, unknown } = parseEdges(text, SIZES, 'HEADS_AND_MLPS');
  expect(unknown).toEqual([]);
  for (const edge of edges) present[number(edge)!] = 1;
  return planEdgeCircuit(present, SIZES);
}

describe('a plan', () => {
  it('computes what reaches the logits alone', () => {
    const { senders, hasEmbeddings, layers, logits } = plan(
      'embed>L0H1.V, L0H1>L2H0.Q, L2H0>logits, embed>MLP 0, MLP 0>L1H0.K, L0H0>MLP 1',
    );
    expect(hasEmbeddings).toBe(true);
    expect(layers.map(({ heads, mlp }) => [heads, mlp !== null])).toEqual([
      [[1], false],
      [[], false],
      [[0], false],
    ]);
    // Embeddings, L0H1 and L2H0, of which the logits read the last.
    expect([senders, logits]).toEqual([3, [2]]);
    // Queries, keys and values of L0H1 read the embeddings: values alone.
    expect([...layers[0]!.headInputs.present]).toEqual([1, 0, 1, 0, 1, 1]);
    // L2H0's queries read L0H1.
    expect([...layers[2]!.headInputs.present]).toEqual([1, 0, 1, 1, 0, 0, 1, 0, 0]);
  });

  it('computes a component that reads nothing that is present', () => {
    const { senders, layers } = plan('MLP 1>logits');
    expect(senders).toBe(1);
    expect(layers[1]!.mlp).toEqual({ before: 0, present: Float32Array.of(1) });
  });

  it('computes nothing when no edge reaches the logits', () => {
    expect(plan('embed>L0H1.V, L0H1>MLP 2')).toMatchObject({ senders: 0, logits: [] });
  });

  it('computes everything when all edges are present', () => {
    const everything = planEdgeCircuit(new Uint8Array(countGraphEdges(SIZES)).fill(1), SIZES);
    expect(everything.senders).toBe(1 + 3 * 3);
    expect(everything.layers.every(({ heads, mlp }) => heads.length === 2 && mlp !== null)).toBe(true);
    expect(everything.layers[2]!.headInputs.present).toEqual(new Float32Array(6 * 8).fill(1));
  });
});
