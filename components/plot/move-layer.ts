/** Moves of elements that are layers of their own (`will-change: transform`), such as the frame of a hovered cell. */

const moves = new WeakMap<Element, Animation>();

/**
 * Moves a layer by an animation that stands still. A browser assumes that an animated layer may cover anything, so it only moves it; after
 * a transform of a style, it sorts all layers of the page again.
 *
 * @param x and `y` are lengths of CSS, such as `12px`.
 */
export function moveLayer(element: HTMLElement, x: string, y: string): void {
  const transform = `translate(${x}, ${y})`;
  const last = moves.get(element);
  if (last) {
    (last.effect as KeyframeEffect).setKeyframes({ transform: [transform, transform] });
    return;
  }
  // Not in the DOM of unit tests.
  if (typeof element.animate !== 'function') {
    element.style.transform = transform;
    return;
  }
  const move = element.animate({ transform: [transform, transform] }, { duration: 1000, fill: 'both' });
  move.pause();
  moves.set(element, move);
}
