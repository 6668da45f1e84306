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
    tags: ['ioi', 'facts', 'early-layers-of-the-model', 'name-movers', 'noising'],
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
  expect(screen.queryByText('task not done')).toBeNull();
  expect(screen.getByText('noising')).toBeTruthy();
  expect(screen.getByText('·Mary / ·John')).toBeTruthy();
  expect(screen.getByText('[Simon→Lucy]').tagName).toBe('B');
  expect(screen.getByText('gap −0.12 ± 0.18')).toBeTruthy();
  expect(screen.getByText('3/8 pairs').title).toBe('The gap is positive for 3 of 8 pairs.');
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

it.each([
  ['WEAK', 'gap unclear'],
  ['ABSENT', 'task not done'],
] as const)('shows the change in logits and the reason where it is %s', (verdict, short) => {
  render(<FindingCard finding={finding(verdict, 'The mean gap is -0.12 logits.')} />);
  expect(screen.queryByText('+1.67')).toBeNull();
  // Of −0.205, two decimals.
  expect(screen.getByText(/^−0\.2[01]$/)).toBeTruthy();
  expect(screen.getByText(short).title).toBe(
    'The numbers are changes in logits, not recovery: The mean gap is -0.12 logits.',
  );
});

it('shows one image for light pages and one for dark ones, fetched only when visible, and few tags', () => {
  render(<FindingCard finding={finding('OK')} />);
  const images = screen.getAllByRole('img', { name: 'Head output (z), by layer, recovery' });
  expect(images.map(({ dataset }) => dataset['tone'])).toEqual(['light', 'dark']);
  expect(images.map((image) => image.getAttribute('src')!.split('-')[1])).toEqual(['light.png', 'dark.png']);
  expect(images.map((image) => image.getAttribute('loading'))).toEqual(['lazy', 'lazy']);
  expect(screen.getAllByRole('link', { name: /^#/ })).toHaveLength(2);
  expect(screen.getByText('+3').title).toBe('early-layers-of-the-model, name-movers, noising');
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
  for (const text of ['replicated 1×', 'replicated elsewhere 2×', '3 against', '2 forks'])
    expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getByTitle('Claims: 2 supported, 1 refuted').textContent).toBe('2 ✓1 ✗');
  expect(screen.queryByText(/[?!]$| for$/)).toBeNull();
});

it('says verdicts before what was measured, and the task that the model does not do before other counts', () => {
  const { container } = render(<FindingCard finding={finding('ABSENT')} />);
  const facts = [...container.querySelectorAll('[title^="Claims"] ~ span')].map((one) => one.textContent);
  expect(facts).toEqual([
    'task not done',
    'replicated 1×',
    'replicated elsewhere 2×',
    '3 against',
    'noising',
    '·Mary / ·John',
    'gap −0.12 ± 0.18',
    '3/8 pairs',
    '2 forks',
  ]);
});

it('says why a card is where it is', () => {
  render(<FindingCard finding={finding('OK')} mark="To begin with" />);
  expect(screen.getByText('To begin with')).toBeTruthy();
});
