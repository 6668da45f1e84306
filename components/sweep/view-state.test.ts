import { expect, it } from 'vitest';
import { readViewState, writeViewState, type ViewState } from './view-state';

const read = (search: string) => readViewState(new URLSearchParams(search), 8);

it('is restored from the address', () => {
  const plain: ViewState = {
    value: null,
    direction: null,
    metric: null,
    threshold: 0.5,
    prompt: null,
    statistic: 'mean',
    isMeanOfRatios: false,
    hatchesUnclear: false,
    pinned: null,
    slice: null,
    entry: null,
    topHeads: 4,
    rankedBy: null,
    scale: 'RdBu',
    limits: {},
    selection: [],
    joint: null,
    isUnfolded: false,
    hasOwnScales: false,
    showsValues: true,
    hasMargins: false,
  };
  const states: ViewState[] = [
    plain,
    {
      value: 'change',
      direction: 'NOISING',
      metric: 'KL_FROM_SOURCE',
      threshold: 0.35,
      prompt: 3,
      statistic: 't',
      isMeanOfRatios: true,
      hatchesUnclear: true,
      pinned: { kind: 'HEAD_Z', layer: 9, head: 6, position: null },
      slice: { of: 'head', at: 6 },
      entry: { of: 'entry', position: 14, src: 10 },
      topHeads: 6,
      rankedBy: 'HEAD_V',
      scale: 'PuOr',
      limits: { heads: 0.3, outputs: 1 },
      selection: [
        { kind: 'HEAD_Z', layer: 9, head: 6, position: null },
        { kind: 'HEAD_PATTERN_DEST_SRC', layer: 9, head: 6, position: 14, src: 10 },
      ],
      joint: 'k3F9-_a',
      isUnfolded: true,
      hasOwnScales: true,
      showsValues: false,
      hasMargins: true,
    },
    { ...plain, value: 'recovery' },
    { ...plain, value: 'raw', statistic: 'sign' },
    { ...plain, statistic: 'error' },
    { ...plain, value: 'roles', threshold: 1 },
    { ...plain, pinned: { kind: 'RESID_PRE', layer: 0, head: null, position: 11 } },
    {
      ...plain,
      pinned: { kind: 'HEAD_PATTERN_BY_POS', layer: 9, head: 6, position: 14 },
      slice: { of: 'position', at: 14 },
    },
  ];
  for (const state of states) expect(read(writeViewState(state))).toEqual(state);
  expect(writeViewState(plain)).toBe('');
});

it('leaves out cells of a selection that are written twice or cannot be read', () => {
  const { selection } = read('select=HEAD_Z:9:6,nothing,HEAD_Z:9:6,RESID_PRE:1:2');
  expect(selection.map(({ kind }) => kind)).toEqual(['HEAD_Z', 'RESID_PRE']);
  expect(read('select=&joint=<b>')).toMatchObject({ selection: [], joint: null });
});

it('reads addresses of cells: layer, head, position', () => {
  expect(read('cell=HEAD_Z:9:6').pinned).toEqual({ kind: 'HEAD_Z', layer: 9, head: 6, position: null });
  expect(read('cell=RESID_PRE:0:11').pinned).toEqual({
    kind: 'RESID_PRE',
    layer: 0,
    head: null,
    position: 11,
  });
  expect(read('cell=HEAD_PATTERN_DEST_SRC:9:6:14:10').pinned).toEqual({
    kind: 'HEAD_PATTERN_DEST_SRC',
    layer: 9,
    head: 6,
    position: 14,
    src: 10,
  });
  expect(read('entry=pattern:9:6').entry).toEqual({ of: 'pattern', layer: 9, head: 6 });
  for (const wrong of ['cell=HEAD_PATTERN_DEST_SRC:9:6:14', 'entry=head:9:6', 'entry=pattern:9', 'entry='])
    expect([read(wrong).pinned, read(wrong).entry]).toEqual([null, null]);
  expect(read('cell=HEAD_Z_BY_POS:9:6:14').pinned).toEqual({
    kind: 'HEAD_Z_BY_POS',
    layer: 9,
    head: 6,
    position: 14,
  });
});

it('ignores invalid parts', () => {
  const nonsense =
    'view=x&direction=both&metric=luck&threshold=7&prompt=99&heads=-1&scale=toString&by=RESID_PRE&limit=heads:0,outputs:x,none:1&prefix=1';
  for (const rest of [
    'cell=HEAD_X:1:2',
    'cell=HEAD_Z:1:2:3',
    'cell=HEAD_Z_BY_POS:1:2',
    'slice=layer:1',
    'slice=head',
  ])
    expect(writeViewState(read(`${nonsense}&${rest}`))).toBe('');
});

it('keeps other parameters of the address', () => {
  const state = read('a=1&b=2&view=raw&slice=head:3');
  expect(writeViewState({ ...state, value: null }, 'a=1&b=2&view=raw&slice=head:3')).toBe(
    'a=1&b=2&slice=head%3A3',
  );
});

it('reads older addresses', () => {
  expect(read('view=raw').value).toBe('change');
  expect(read('view=logits').value).toBe('raw');
});
