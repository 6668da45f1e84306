import { expect, it } from 'vitest';
import { galleryAddress, NO_FILTER, readKind, readVerdict } from './filter-address';

it('writes all filters beside each other, and leaves out empty ones', () => {
  expect(galleryAddress(NO_FILTER)).toBe('/');
  const filter = { ...NO_FILTER, search: 'L1H2 > 0.3', kind: 'head_z', verdict: 'refuted', author: 'u' };
  expect(galleryAddress(filter, 'next')).toBe(
    '/?search=L1H2+%3E+0.3&author=u&kind=head_z&verdict=refuted&after=next',
  );
});

it('reads kinds and verdicts, and takes others for none', () => {
  expect([readKind('head_z'), readKind('nothing'), readKind('')]).toEqual(['HEAD_Z', null, null]);
  expect([readVerdict('refuted'), readVerdict('wrong'), readVerdict('')]).toEqual(['REFUTED', null, null]);
});
