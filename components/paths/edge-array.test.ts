import { expect, it } from 'vitest';
import { countEdges } from '../../domain/edges';
import { edgeAt, findEdge, formatEdge, rankEdges, readFocus, sliceEdges, writeFocus } from './edge-array';

const MODEL = { layers: 3, heads: 2 };
const LENGTH = 3 * 6 * 6;
/** 100 times the receiver plus the sender and a tenth of the input; NaN where there is no edge. */
const values = Float32Array.from({ length: LENGTH }, (_, index) => {
  const { input, receiverLayer, receiverHead, senderLayer, senderHead } = edgeAt(index, MODEL);
  if (senderLayer >= receiverLayer) return NaN;
  return 100 * (2 * receiverLayer + receiverHead) + 2 * senderLayer + senderHead + 'qkv'.indexOf(input) / 10;
});

it('finds the edge of each index', () => {
  for (let index = 0; index < LENGTH; index++) expect(findEdge(edgeAt(index, MODEL), MODEL)).toBe(index);
  expect(values.filter((value) => !Number.isNaN(value))).toHaveLength(countEdges(MODEL));
});

it('slices by receiver and by sender', () => {
  const close = (part: Float32Array, expected: number[]) =>
    expected.forEach((value, at) =>
      Number.isNaN(value) ? expect(part[at]).toBeNaN() : expect(part[at]).toBeCloseTo(value, 4),
    );
  close(sliceEdges(values, { side: 'to', layer: 1, head: 1 }, 'k', MODEL), [
    300.1,
    301.1,
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
  close(sliceEdges(values, { side: 'from', layer: 1, head: 0 }, 'v', MODEL), [
    NaN,
    NaN,
    NaN,
    NaN,
    402.2,
    502.2,
  ]);
});

it('ranks edges by the size of their change', () => {
  expect(rankEdges(values, MODEL, 2).map(formatEdge)).toEqual(['L1H1 → L2H1 v', 'L1H1 → L2H1 k']);
  expect(rankEdges(values, MODEL, 1000)).toHaveLength(countEdges(MODEL));
});

it('writes and reads the head whose edges are drawn', () => {
  expect(readFocus(writeFocus({ side: 'from', layer: 2, head: 1 }), MODEL)).toEqual({
    side: 'from',
    layer: 2,
    head: 1,
  });
  for (const text of ['to:L3H0', 'to:L0H2', 'at:L0H0', '']) expect(readFocus(text, MODEL)).toBeNull();
});
