// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { BaselineVerdict, FindingCard_FindingFragment } from '../generated/graphql';
import { FindingCard } from './FindingCard';

afterEach(cleanup);

function finding(
  verdict: BaselineVerdict,
  cannotNormalise: string | null = null,
): FindingCard_FindingFragment {
  return {
    slug: 'names',
    title: 'Name movers',
    tags: ['a', 'b', 'c', 'd', 'e'],
    createdAt: '2026-11-25T10:00:00.000Z',
    author: { id: 'u', name: 'Guest-1' },
    modelId: 'gpt2',
    thumbnail: '/findings/names/thumbnail/0123456789abcdef-light.png',
    darkThumbnail: '/findings/names/thumbnail/0123456789abcdef-dark.png',
    run: { id: 'r', metrics: ['LOGIT_DIFF'], imported: null },
    forkCount: 2,
    claimCounts: { supported: 2, refuted: 1, undecided: 0, invalid: 0 },
    starCount: 4,
    commentCount: 1,
    evidenceCounts: {
      replicated: 1,
      notReplicated: 0,
      replicatedElsewhere: 2,
      notReplicatedElsewhere: 0,
      survived: 0,
      notSurvived: 0,
      supporting: 0,
      refuting: 3,
    },
    card: {
      kind: 'HEAD_Z',
      shape: [4, 12],
      topComponents: [{ label: 'L9H9', recovery: 1.674, change: -0.205 }],
      directions: ['NOISING'],
      prompt: '… the park, [Simon→Lucy] gave …',
      correct: ' Mary',
      incorrect: ' John',
      baseline: {
        pairs: 8,
        gapMean: -0.123,
        gapStandardError: 0.181,
        pairsWithRightSign: 3,
        verdict,
        cannotNormalise,
      },
    },
  };
}

it('shows effects as recovery where the model does the task', () => {
  render(<FindingCard finding={finding('OK')} />);
  expect(screen.getByText('+1.67')).toBeTruthy();
  expect(screen.queryByText(/no recovery/)).toBeNull();
  expect(screen.getByText('noising')).toBeTruthy();
  expect(screen.getByText('·Mary / ·John')).toBeTruthy();
  expect(screen.getByText('[Simon→Lucy]').tagName).toBe('B');
  expect(screen.getByText('gap −0.12 ± 0.18, 3 of 8 pairs positive')).toBeTruthy();
});

it('says which direction and metric its numbers are of where a run has others', () => {
  const both = finding('OK');
  const { container } = render(
    <FindingCard
      finding={{
        ...both,
        run: { ...both.run, metrics: ['PROB', 'RANK'] },
        card: { ...both.card, directions: ['DENOISING', 'NOISING'] },
      }}
    />,
  );
  expect(screen.getByText('denoising (also noising)').title).toMatch(/^The numbers are of denoising/);
  expect(screen.getByText('logit difference').title).toMatch(/probability of the correct answer/);
  expect(container.querySelector('[title="recovery of the logit difference, denoising"]')).not.toBeNull();
});

it.each(['WEAK', 'ABSENT'] as const)(
  'shows the change in logits and the reason where it is %s',
  (verdict) => {
    render(<FindingCard finding={finding(verdict, 'The mean gap is -0.12 logits.')} />);
    expect(screen.queryByText('+1.67')).toBeNull();
    // Of −0.205, two decimals.
    expect(screen.getByText(/^−0\.2[01]$/)).toBeTruthy();
    expect(screen.getByText(/no recovery: /).title).toBe('The mean gap is -0.12 logits.');
  },
);

it('shows one image for light pages and one for dark ones, fetched only when visible, and few tags', () => {
  render(<FindingCard finding={finding('OK')} />);
  const images = screen.getAllByRole('img', { name: 'Head output (z), by layer, recovery' });
  expect(images.map(({ dataset }) => dataset['tone'])).toEqual(['light', 'dark']);
  expect(images.map((image) => image.getAttribute('src')!.split('-')[1])).toEqual(['light.png', 'dark.png']);
  expect(images.map((image) => image.getAttribute('loading'))).toEqual(['lazy', 'lazy']);
  expect(screen.getAllByRole('link', { name: /^#/ })).toHaveLength(3);
  expect(screen.getByText('+2').title).toBe('d, e');
});

it('draws cells of heads as squares, and gives cells of positions the width that there is', () => {
  const ofHeads = finding('OK');
  render(<FindingCard finding={ofHeads} />);
  const [image] = screen.getAllByRole('img');
  expect(image!.style.aspectRatio).toBe('12 / 4');
  cleanup();
  render(<FindingCard finding={{ ...ofHeads, card: { ...ofHeads.card, kind: 'RESID_PRE' } }} heading="h3" />);
  const [ofPositions] = screen.getAllByRole('img');
  expect(ofPositions!.style.aspectRatio).toBe('');
  expect(screen.getByRole('heading', { level: 3 }).textContent).toBe('Name movers');
});

it('links its author', () => {
  render(<FindingCard finding={finding('OK')} />);
  expect(screen.getByRole('link', { name: 'Guest-1' }).getAttribute('href')).toBe('/people/u');
});

it('counts what runs say of the finding, in words and signs', () => {
  render(<FindingCard finding={finding('OK')} />);
  for (const text of ['claims: 2 ✓ 1 ✗', 'replicated 1×', 'replicated elsewhere 2×', '3 against', '2 forks'])
    expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getByText('claims: 2 ✓ 1 ✗').title).toBe('Claims: 2 supported, 1 refuted');
  expect(screen.queryByText(/[?!]$| for$/)).toBeNull();
});
