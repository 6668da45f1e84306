import { describe, expect, it } from 'vitest';
import {
  countGraphEdges,
  countScopeEdges,
  countSenders,
  createEdgeNumbering,
  EDGE_FRACTIONS,
  isBetweenHeads,
  listEdges,
  nameEdge,
  parseEdges,
  sizesOfFractions,
} from './circuit-edges';
import { countEdges } from './edges';

const SMALL = { layers: 12, heads: 12 };
const MINI = { layers: 4, heads: 4 };

describe('the graph', () => {
  it("has EAP's number of edges at GPT-2 small's shape", () => {
    expect(countGraphEdges(SMALL)).toBe(32_491);
    expect(countSenders(SMALL)).toBe(158 - 1);
  });

  it.each([MINI, { layers: 3, heads: 5 }, { layers: 1, heads: 2 }])('numbers its edges, %j', (sizes) => {
    const { number, edge } = createEdgeNumbering(sizes);
    const edges = listEdges(sizes, 'HEADS_AND_MLPS');
    expect(edges).toHaveLength(countGraphEdges(sizes));
    expect(new Set(edges.map(nameEdge)).size).toBe(edges.length);
    for (const [at, one] of edges.entries()) {
      expect(number(one)).toBe(at);
      expect(edge(at)).toEqual(one);
    }
    const between = listEdges(sizes, 'HEADS');
    expect(between).toHaveLength(countScopeEdges(sizes, 'HEADS'));
    expect(between).toHaveLength(countEdges(sizes));
    expect(between.every((one) => isBetweenHeads(one) && one.senderLayer! < one.receiverLayer!)).toBe(true);
  });

  it('joins senders to what is behind them alone', () => {
    const { number } = createEdgeNumbering(MINI);
    const head = { input: 'Q', receiverLayer: 1, receiverHead: 0 } as const;
    expect(number({ senderLayer: 0, senderHead: 3, ...head })).not.toBeNull();
    expect(number({ senderLayer: 0, senderHead: null, ...head })).not.toBeNull();
    expect(number({ senderLayer: 1, senderHead: 3, ...head })).toBeNull();
    const mlp = { input: 'MLP', receiverLayer: 1, receiverHead: null } as const;
    expect(number({ senderLayer: 1, senderHead: 3, ...mlp })).not.toBeNull();
    expect(number({ senderLayer: 1, senderHead: null, ...mlp })).toBeNull();
    const logits = { input: 'LOGITS', receiverLayer: null, receiverHead: null } as const;
    expect(number({ senderLayer: 3, senderHead: null, ...logits })).toBe(countGraphEdges(MINI) - 1);
    for (const wrong of [
      { senderLayer: 4, senderHead: 0, ...logits },
      { senderLayer: 0, senderHead: 4, ...logits },
      { senderLayer: null, senderHead: 1, ...logits },
      { senderLayer: 0, senderHead: 0, ...logits, receiverLayer: 1 },
      { senderLayer: 0, senderHead: 0, ...mlp, receiverHead: 1 },
      { senderLayer: 0, senderHead: 0, ...head, receiverHead: null },
      { senderLayer: 0, senderHead: 0.5, ...head },
    ])
      expect(number(wrong)).toBeNull();
  });
});

describe('texts', () => {
  it('name every edge so that it can be read again', () => {
    const edges = listEdges(MINI, 'HEADS_AND_MLPS');
    expect(parseEdges(edges.map(nameEdge).join(', '), MINI, 'HEADS_AND_MLPS')).toEqual({
      edges,
      unknown: [],
    });
  });

  it("are read in EAP's and in short form", () => {
    const text = 'a0.h1->a1.h2<k>; input->m0\n 0.1>1.2.k, L0H3→mlp 2, m3 -> logits, embed→L0H0.V';
    expect(parseEdges(text, MINI, 'HEADS_AND_MLPS').edges.map(nameEdge)).toEqual([
      'L0H1→L1H2.K',
      'embeddings→MLP 0',
      'L0H3→MLP 2',
      'MLP 3→logits',
      'embeddings→L0H0.V',
    ]);
  });

  it('that name no edge are reported', () => {
    const text = 'L1H0→L1H1.Q, L0H0→L9H0.Q, L0H0→L1H0, x, L0H1→MLP 0';
    expect(parseEdges(text, MINI, 'HEADS_AND_MLPS').unknown).toEqual(text.split(', ').slice(0, 4));
    expect(parseEdges(text, MINI, 'HEADS').unknown).toEqual(text.split(', '));
  });
});

it("takes MIB's fractions", () => {
  expect(sizesOfFractions(EDGE_FRACTIONS, 32_491)).toEqual([
    32, 65, 162, 325, 650, 1625, 3249, 6498, 16_246, 32_491,
  ]);
  expect(sizesOfFractions(EDGE_FRACTIONS, 288)).toEqual([1, 3, 6, 14, 29, 58, 144, 288]);
});
