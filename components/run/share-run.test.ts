import { expect, it } from 'vitest';
import { shareRun, type SharedRun } from './share-run';

const run = {
  id: 'r1',
  title: 'The quagga run',
  subject: 'a [quagga→zebra] b',
  visibility: 'PUBLIC',
  directions: ['DENOISING'],
  thumbnail: { kind: 'RESID_PRE' },
  imported: null,
  model: { id: 'gpt2' },
} as unknown as SharedRun;

it('describes a public run, with its heatmap', () => {
  expect(shareRun(run)).toMatchObject({
    description: 'Denoising on gpt2: a [quagga→zebra] b',
    openGraph: { images: [{ url: '/runs/r1/preview.png', width: 1200, height: 630 }] },
  });
});

it('shows the picture of the site for a run without a heatmap', () => {
  expect(shareRun({ ...run, thumbnail: null }).openGraph.images[0]!.url).toBe('/preview.png');
});

it.each(['PRIVATE', 'UNLISTED'] as const)('reveals nothing of a run that is %s', (visibility) => {
  const shared = shareRun({ ...run, visibility });
  expect(JSON.stringify(shared)).not.toMatch(/quagga|gpt2\b|r1|heatmap/i);
  expect(shared.openGraph).toMatchObject({ title: 'A run on Patchbay' });
  expect(shared.twitter).toMatchObject({ title: 'A run on Patchbay' });
});
