import {
  interpolateBlues,
  interpolateBrBG,
  interpolateCividis,
  interpolatePRGn,
  interpolatePuOr,
  interpolateRdBu,
} from 'd3-scale-chromatic';
import { expect, it } from 'vitest';
import { cividis, LIGHT_SCALES } from './light-scales';

const REFERENCES = {
  RdBu: interpolateRdBu,
  PuOr: interpolatePuOr,
  PRGn: interpolatePRGn,
  BrBG: interpolateBrBG,
  Blues: interpolateBlues,
} as const;
/** Within and beyond the range. */
const SHARES = Array.from({ length: 2401 }, (_, at) => (at - 200) / 2000);

it.each(Object.entries(REFERENCES))('gives every colour of %s', (name, reference) => {
  const scale = LIGHT_SCALES[name as keyof typeof REFERENCES];
  expect(SHARES.map(scale)).toEqual(SHARES.map((share) => reference(share)));
});

it('gives every colour of Cividis', () => {
  expect(SHARES.map(cividis)).toEqual(SHARES.map((share) => interpolateCividis(share)));
});
