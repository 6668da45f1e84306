// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { SITES, SWEEP_KINDS, type SweepKind } from '../../domain/sites';
import { renderInPage } from '../testing/render';
import { PLACED_PARTS, UNPLACED_PARTS } from './block-layout';
import { BlockPicture } from './BlockPicture';

afterEach(cleanup);

it('has a button for every kind, or names what it does not draw', () => {
  renderInPage(<BlockPicture chosen={[]} onToggle={() => {}} />);
  const buttons = screen.getAllByRole('button');
  const drawn = SWEEP_KINDS.filter((kind) => {
    const ofKind = buttons.filter(({ title }) => title === `${SITES[kind].title}: ${SITES[kind].patches}`);
    // The name has the text that is seen.
    for (const button of ofKind) expect(button.getAttribute('aria-label')).toContain(button.textContent);
    return ofKind.length === 1;
  });
  const named = UNPLACED_PARTS.flatMap(({ name, kinds }) => {
    expect(screen.getByText(/Not drawn/).textContent).toContain(name);
    return kinds;
  });
  expect([...drawn, ...named].toSorted()).toEqual(SWEEP_KINDS.toSorted());
});

it('marks the chosen kinds, and toggles one', () => {
  const onToggle = vi.fn<(kind: SweepKind) => void>();
  renderInPage(<BlockPicture chosen={['HEAD_Q']} onToggle={onToggle} />);
  const pressed = screen.getAllByRole('button', { pressed: true });
  expect(pressed.map((button) => button.title)).toEqual(['Queries: q of one head, all positions']);
  fireEvent.click(screen.getByRole('button', { name: 'mlp_out: MLP output' }));
  expect(onToggle.mock.calls).toEqual([['MLP_OUT']]);
});

it('has no part on top of another one', () => {
  for (const [at, { name, box: a }] of PLACED_PARTS.entries())
    for (const { name: other, box: b } of PLACED_PARTS.slice(at + 1)) {
      const isApart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect(isApart, `${name} and ${other}`).toBe(true);
    }
});
