import { expect, it, vi } from 'vitest';
import { createHoverStore } from './hover-store';

const head = (layer: number, at: number) => ({ layer, head: at, position: null });

it('tells listeners of changes, and of nothing else', () => {
  const store = createHoverStore();
  const listener = vi.fn<() => void>();
  const end = store.subscribe(listener);
  store.write({ place: head(1, 2), from: 'a' });
  store.write({ place: head(1, 2), from: 'a' });
  expect(listener).toHaveBeenCalledTimes(1);
  expect(store.read()?.place).toEqual(head(1, 2));
  store.write({ place: head(1, 3), from: 'a' });
  // The pointer is over another plot already.
  store.leave('b');
  expect(listener).toHaveBeenCalledTimes(2);
  store.leave('a');
  store.leave('a');
  expect(listener).toHaveBeenCalledTimes(3);
  expect(store.read()).toBeNull();
  end();
  store.write({ place: head(0, 0), from: 'b' });
  expect(listener).toHaveBeenCalledTimes(3);
});
