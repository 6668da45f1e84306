import { expect, it } from 'vitest';
import { countEdges, countEdgesInto, edgeToIndex, indexToEdge, listReceiverLayers } from './edges';

const SIZES = { layers: 4, heads: 3 };

it('numbers each edge once, and reads its number back', () => {
  for (const layer of listReceiverLayers(SIZES)) {
    const edges = Array.from({ length: countEdgesInto(layer, SIZES) }, (_, index) =>
      indexToEdge(index, layer, SIZES),
    );
    expect(new Set(edges.map((edge) => JSON.stringify(edge))).size).toBe(3 * 3 * layer * 3);
    expect(edges.every(({ senderLayer }) => senderLayer < layer)).toBe(true);
    edges.forEach((edge, index) => expect(edgeToIndex(edge, SIZES)).toBe(index));
  }
});

it('counts the edges of a model', () => {
  // 6 pairs of layers, 9 pairs of heads, 3 inputs.
  expect(countEdges(SIZES)).toBe(162);
  expect(countEdges({ layers: 12, heads: 12 })).toBe(28_512);
  expect(countEdges({ layers: 1, heads: 4 })).toBe(0);
});
