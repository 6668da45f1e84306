import { describe, expect, it } from 'vitest';
import { parseEdges } from '../../domain/circuit-edges';
import { circuitInput, readCircuitState, writeCircuitState, type CircuitState } from './circuit-state';

const SIZES = { layers: 4, heads: 4 };
const read = (search: string): CircuitState => readCircuitState(new URLSearchParams(search), SIZES);

describe('the address of a circuit', () => {
  it('is empty by default', () => {
    expect(writeCircuitState(read(''))).toBe('');
  });

  it('holds the circuit and every choice', () => {
    const state: CircuitState = {
      members: 'NODES',
      edges: [],
      nodes: [
        { layer: 1, head: 2 },
        { layer: 3, head: null },
      ],
      on: 'CORRUPTED',
      scope: 'HEADS_AND_MLPS',
      value: 'RESAMPLE',
      valueFrom: 'CLEAN',
      acrossPositions: true,
      seed: 7,
      donors: [1, 0],
      metric: 'PROB',
      ranking: 'SWEEPS',
      shown: 'evaluate',
    };
    const address = writeCircuitState(state, 'other=1');
    expect(read(address)).toEqual(state);
    expect(address).toContain('other=1');
  });

  it('holds edges', () => {
    const edges = parseEdges('L0H1>L1H2.K, embed>mlp 0, mlp 3>logits', SIZES, 'HEADS_AND_MLPS').edges;
    const state = { ...read(''), members: 'EDGES', edges, ranking: 'SIGNED' } as const;
    const address = writeCircuitState(state);
    expect(read(address)).toEqual(state);
    expect(decodeURIComponent(address)).toContain('of=edges');
    expect(circuitInput(state)).toMatchObject({ edges, scope: 'HEADS_AND_MLPS' });
    expect(circuitInput(state).nodes).toBeUndefined();
    // Between heads alone, and the ranking of a run is of those.
    const ofHeads = read(`${address}&scope=heads`);
    expect(ofHeads.edges).toEqual(edges.slice(0, 1));
    expect(read('of=edges&ranking=run_edges').ranking).toBe('ABSOLUTE');
    expect(read('of=edges&scope=heads&ranking=run_edges').ranking).toBe('RUN_EDGES');
    expect(read('of=edges&ranking=sweeps').ranking).toBe('ABSOLUTE');
  });

  it('ignores what it does not have', () => {
    expect(
      read('nodes=9.9,1.1,x&on=left&ablation=none&metric=none&seed=-1&ranking=__proto__&show=<a>'),
    ).toEqual({
      ...read(''),
      nodes: [{ layer: 1, head: 1 }],
    });
    expect(read('nodes=1.1,mlp 0&scope=heads').nodes).toEqual([{ layer: 1, head: 1 }]);
  });
});

it('sends only the settings that the ablation has', () => {
  const state = { ...read('nodes=1.1'), valueFrom: 'CORRUPTED', acrossPositions: true, seed: 3 } as const;
  expect(circuitInput({ ...state, value: 'ZERO' })).toMatchObject({
    valueFrom: null,
    acrossPositions: false,
    seed: null,
  });
  expect(circuitInput({ ...state, value: 'MEAN' })).toMatchObject({
    valueFrom: 'CORRUPTED',
    acrossPositions: true,
    seed: null,
  });
  expect(circuitInput({ ...state, value: 'RESAMPLE' })).toMatchObject({
    valueFrom: 'CORRUPTED',
    acrossPositions: false,
    seed: 3,
  });
  expect(circuitInput({ ...state, value: 'RESAMPLE', donors: [1, 0] })).toMatchObject({
    donors: [1, 0],
    seed: null,
  });
});
