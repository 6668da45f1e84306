// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HeadView_HeadFragment } from '../generated/graphql';
import { readEffectChoice, writeEffectChoice } from './effect-choice';
import { HeadView } from './HeadView';

const push = vi.fn<(address: string) => void>();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }), usePathname: () => '/heads/gpt2/L9H9' }));
beforeEach(() => {
  push.mockReset();
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const author = { id: 'u', name: 'Ada' };
const head: HeadView_HeadFragment = {
  model: 'gpt2',
  layers: 12,
  heads: 12,
  layer: 9,
  head: 9,
  claims: [],
  effects: [{ kind: 'HEAD_Z', recoveries: [0.4] }],
  findings: [
    {
      finding: { id: 'f', slug: 'names', title: 'Name movers', author, run: { id: 'r', title: '' } },
      effects: [{ kind: 'HEAD_Z', recovery: 0.4 }],
    },
  ],
};
const request = { query: '{ viewer { id } }', variables: {} };

function show(choice: string) {
  const search = new URLSearchParams(choice);
  render(
    <MantineProvider>
      <HeadView head={head} choice={readEffectChoice((name) => search.get(name) ?? '')} request={request} />
    </MantineProvider>,
  );
}

it('says which direction and metric its effects are of, and opens the same of a run', () => {
  show('direction=noising&metric=prob');
  expect(screen.getByText(/^Mean recovery of the probability of the correct answer in noising/)).toBeTruthy();
  expect(screen.getByRole('link', { name: '+0.400' }).getAttribute('href')).toBe(
    '/runs/r?cell=HEAD_Z:9:9&direction=noising&metric=prob',
  );
  expect(screen.getByRole('link', { name: 'All heads of gpt2' }).getAttribute('href')).toBe(
    '/heads/gpt2?direction=noising&metric=prob',
  );
});

it('shows the first direction and the logit difference unless another is chosen', () => {
  show('');
  expect(
    screen.getByText(/^Mean recovery of the logit difference in the first direction of each finding’s run/),
  ).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Direction of the runs'), { target: { value: 'noising' } });
  fireEvent.change(screen.getByLabelText('Metric of the recovery'), { target: { value: 'accuracy' } });
  fireEvent.click(screen.getByRole('button', { name: 'Show effects' }));
  expect(push).toHaveBeenCalledWith('/heads/gpt2/L9H9?direction=noising&metric=accuracy');
});

it('reads an address that names no direction, or a metric without recovery, as the default', () => {
  const read = (text: string) =>
    writeEffectChoice(readEffectChoice((name) => new URLSearchParams(text).get(name) ?? ''));
  expect(read('direction=up&metric=rank')).toBe('');
  expect(read('metric=ld&direction=denoising')).toBe('?direction=denoising');
});
