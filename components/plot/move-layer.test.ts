// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { moveLayer } from './move-layer';

it('moves an element by one animation that stands still', () => {
  const element = document.createElement('div');
  const [pause, setKeyframes] = [vi.fn<() => void>(), vi.fn<(frames: object) => void>()];
  const animate = vi.fn<(frames: object) => object>(() => ({ pause, effect: { setKeyframes } }));
  Object.assign(element, { animate });
  moveLayer(element, '1px', '2px');
  expect(animate.mock.calls[0]![0]).toEqual({ transform: ['translate(1px, 2px)', 'translate(1px, 2px)'] });
  expect(pause).toHaveBeenCalledTimes(1);
  moveLayer(element, '3px', '4px');
  expect(animate).toHaveBeenCalledTimes(1);
  expect(setKeyframes).toHaveBeenCalledWith({ transform: ['translate(3px, 4px)', 'translate(3px, 4px)'] });
  expect(element.style.transform).toBe('');
});

it('moves by the style where there are no animations', () => {
  const element = document.createElement('div');
  moveLayer(element, '1px', '2px');
  expect(element.style.transform).toBe('translate(1px, 2px)');
});
