import { describe, expect, it } from 'vitest';
import { checkReferences, findCell, readReferences, type Referable } from './references';

const byHead = { kind: 'HEAD_Z', axes: ['layer', 'head'], shape: [4, 4] } as const;
const byPosition = { kind: 'RESID_PRE', axes: ['layer', 'position'], shape: [4, 18] } as const;
const run: Referable = {
  modelId: 'patchbay-mini',
  layers: 4,
  heads: 4,
  positions: 18,
  roles: [],
  sweeps: [byHead, byPosition],
};
const messages = (markdown: string, of = run): string[] =>
  checkReferences(markdown, of).map(({ message }) => message);

describe('readReferences', () => {
  it('reads heads, layers and positions', () => {
    expect(readReferences('[[L1H2]] then [[l3 p12]], [[ L0 ]] and [[L1H2 p4]]')).toMatchObject([
      { text: '[[L1H2]]', layer: 1, head: 2, position: null },
      { text: '[[l3 p12]]', layer: 3, head: null, position: 12 },
      { text: '[[ L0 ]]', layer: 0, head: null, position: null },
      { text: '[[L1H2 p4]]', layer: 1, head: 2, position: 4 },
    ]);
  });

  it('takes none out of code', () => {
    expect(readReferences('`[[L1H2]]` and ``a ` [[L1H2]]``\n\n```\n[[L1H2]]\n```\n[[L0]]')).toHaveLength(1);
    expect(readReferences('```\n[[L1H2]] never closed')).toEqual([]);
    expect(readReferences('a ` b [[L1H2]]')).toHaveLength(1);
  });

  it('takes none out of formulas', () => {
    expect(readReferences('$[[L1H2]]$ and $$\n[[L1H2]]\n$$ and $\\$[[L1H2]]$ [[L0]]')).toHaveLength(1);
    expect(readReferences('$5, [[L1H2]] and $10 [[L0]], \\$[[L3]]\\$')).toHaveLength(3);
    // Two prices in two paragraphs are no formula.
    expect(readReferences('It cost $5 once.\n\n[[L1H2]] writes it.\n\nIt costs 10$ now.')).toHaveLength(1);
  });
});

it('finds the sweep that has the cell, the preferred one first', () => {
  const [head, layer] = readReferences('[[L1H2]] [[L3]]');
  expect(findCell(head!, run.sweeps)).toEqual({ kind: 'HEAD_Z', layer: 1, head: 2, position: null });
  expect(findCell(layer!, run.sweeps)).toEqual({ kind: 'RESID_PRE', layer: 3, head: null, position: 0 });
  expect(findCell(head!, [{ ...byHead, kind: 'HEAD_K' }])).toMatchObject({ kind: 'HEAD_K' });
  expect(findCell(layer!, [{ ...byPosition, kind: 'MLP_OUT' }])).toMatchObject({ kind: 'MLP_OUT' });
  expect(findCell(layer!, [byHead])).toBeNull();
});

describe('checkReferences', () => {
  it.each([
    ['[[L9H9]]', 'The reference [[L9H9]] names layer 9; patchbay-mini has layers 0 to 3.'],
    ['[[L0H4]]', 'The reference [[L0H4]] names head 4; patchbay-mini has heads 0 to 3.'],
    [
      '[[L0 p18]]',
      'The reference [[L0 p18]] names position 18; the prompts of this run have positions 0 to 17.',
    ],
    [
      '[[L0H1 p3]]',
      'The reference [[L0H1 p3]] needs a sweep of heads by position, which this run does not have.',
    ],
    ['[[L1000H1]]', expect.stringMatching(/^The reference \[\[L1000H1\]\] is not valid; write \[\[L9H6\]\]/)],
    ['[[L1H2p3]]', expect.stringMatching(/is not valid/)],
  ])('refuses %s with its text', (text, message) => {
    expect(messages(`See ${text} and ${text}.`)).toEqual([message]);
  });

  it('accepts what can be followed, examples in code and brackets of other kinds', () => {
    expect(messages('[[L1H2]] [[L3 p17]] `[[L9H9]]` [[name]] [[Lucy]] [L9H9] L9H9 [[L]]')).toEqual([]);
  });
});

it('names roles instead of positions in a run by role', () => {
  const byRole = { ...run, roles: ['IO', 'S2', 'END'], sweeps: [{ ...byPosition, shape: [4, 3] }] };
  const [end, layer, unknown] = readReferences('[[L3 end]] [[L2]] [[L1 S9]]');
  expect(end).toMatchObject({ label: 'L3 end', layer: 3, position: null, role: 'end' });
  expect(findCell(end!, byRole.sweeps, byRole.roles)).toEqual({
    kind: 'RESID_PRE',
    layer: 3,
    head: null,
    position: 2,
  });
  expect(findCell(layer!, byRole.sweeps, byRole.roles)).toMatchObject({ layer: 2, position: 0 });
  expect(findCell(unknown!, byRole.sweeps, byRole.roles)).toBeNull();
  expect(messages('[[L3 END]]', byRole)).toEqual([]);
  expect(messages('[[L3 S9]]', byRole)).toEqual([
    expect.stringMatching(/role S9; this run has the roles IO, S2, END/),
  ]);
  expect(messages('[[L3 p1]]', byRole)).toEqual([expect.stringMatching(/positions by role: IO, S2, END/)]);
  expect(messages('[[L3 END]]')).toEqual([expect.stringMatching(/positions by index, such as p17/)]);
});
