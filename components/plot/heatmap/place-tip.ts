import { moveLayer } from '../move-layer';

/** Room that a tip may need, in pixels. */
const WIDTH = 260;
const HEIGHT = 60;

/**
 * Puts a `PointerTip` next to the pointer, on the side that has room. React renders nothing, and what moves is a layer, so that nothing is
 * laid out.
 */
export function placeTip(tip: HTMLElement, x: number, y: number): void {
  const isLeft = x > window.innerWidth - WIDTH;
  const isAbove = y > window.innerHeight - HEIGHT;
  tip.toggleAttribute('data-left', isLeft);
  tip.toggleAttribute('data-above', isAbove);
  moveLayer(tip, isLeft ? `calc(${x}px - 100%)` : `${x}px`, isAbove ? `calc(${y}px - 100%)` : `${y}px`);
}
