// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { NodeGrid } from './NodeGrid';

afterEach(cleanup);

it('shows the circuit, and adds and removes nodes', () => {
  const onToggle = vi.fn();
  renderInPage(
    <NodeGrid
      layers={2}
      heads={2}
      scope="HEADS_AND_MLPS"
      nodes={[
        { layer: 0, head: 1 },
        { layer: 1, head: null },
      ]}
      onToggle={onToggle}
    />,
  );
  const pressed = screen.getAllByRole('button', { pressed: true });
  expect(pressed.map((button) => button.getAttribute('aria-label'))).toEqual(['L0H1', 'MLP 1']);
  fireEvent.click(screen.getByRole('button', { name: 'MLP 0' }));
  expect(onToggle).toHaveBeenCalledWith({ layer: 0, head: null });
});

it('shades nodes by their effects and says them', () => {
  const effects = [
    { node: { layer: 0, head: 1 }, size: 2 },
    { node: { layer: 1, head: null }, size: 0.5 },
  ];
  const args = { layers: 2, heads: 2, scope: 'HEADS_AND_MLPS', nodes: [], onToggle: () => {} } as const;
  const { unmount } = renderInPage(<NodeGrid {...args} effects={effects} unit="logits" />);
  const strong = screen.getByRole('button', { name: 'L0H1' });
  const weak = screen.getByRole('button', { name: 'MLP 1' });
  expect(strong.title).toBe('L0H1: 2.000 logits');
  expect(strong.style.backgroundColor).not.toBe(weak.style.backgroundColor);
  expect(screen.getByRole('button', { name: 'L0H0' }).style.backgroundColor).toBe('');
  expect(screen.getByText(/^Shaded by .* up to 2\.00 logits/)).toBeDefined();
  unmount();
  renderInPage(<NodeGrid {...args} />);
  expect(screen.queryByText(/^Shaded by/)).toBeNull();
});

it('is one tab stop, and the arrow keys move within it', () => {
  renderInPage(<NodeGrid layers={2} heads={2} scope="HEADS" nodes={[]} onToggle={() => {}} />);
  const node = (name: string): HTMLElement => screen.getByRole('button', { name });
  node('L0H0').focus();
  fireEvent.keyDown(node('L0H0'), { key: 'ArrowDown' });
  fireEvent.keyDown(node('L1H0'), { key: 'ArrowRight' });
  expect(document.activeElement).toBe(node('L1H1'));
  // MLPs are not part of the scope, so they cannot be reached.
  fireEvent.keyDown(node('L1H1'), { key: 'ArrowRight' });
  expect(document.activeElement).toBe(node('L1H1'));
  expect(node('MLP 0')).toHaveProperty('disabled', true);
  expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
});
