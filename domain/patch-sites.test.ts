import { expect, it } from 'vitest';
import { parseCellParameter } from './cell';
import { cellOfSite, formatSite, siteOfCell } from './patch-sites';

it.each([
  ['HEAD_Z:9:6', 'L9H6 z'],
  ['HEAD_K_BY_POS:9:6:14', 'L9H6 k @ 14'],
  ['HEAD_PATTERN:9:6', 'L9H6 pattern'],
  ['HEAD_PATTERN_BY_POS:9:6:14', 'L9H6 pattern @ 14'],
  ['HEAD_PATTERN_DEST_SRC:9:6:14:10', 'L9H6 pattern @ 14 <- 10'],
  ['MLP_OUT:0:12', 'mlp 0 @ 12'],
  ['RESID_MID:3:1', 'resid_mid 3 @ 1'],
])('gives the site of %s, its name and the cell again', (parameter, name) => {
  const cell = parseCellParameter(parameter)!;
  const site = siteOfCell(cell);
  expect(formatSite(site)).toBe(name);
  expect(cellOfSite(site)).toEqual(cell);
});

it('names sites of all heads or positions, which are no cells', () => {
  const site = { site: 'V', layer: 2, head: null, position: null, src: null } as const;
  expect(formatSite(site)).toBe('layer 2 v');
  expect(cellOfSite(site)).toBeNull();
  const layer = { ...site, site: 'RESID_PRE' } as const;
  expect(formatSite(layer)).toBe('resid 2');
  expect(cellOfSite(layer)).toBeNull();
});
