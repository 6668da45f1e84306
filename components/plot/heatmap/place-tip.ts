/** Distance between the pointer and the tip, in pixels. */
const DISTANCE = 14;
/** Room that a tip may need, in pixels. */
const WIDTH = 260;
const HEIGHT = 60;

/** Puts the tip next to the pointer, on the side that has room. Changes the style only, so React renders nothing. */
export function placeTip(tip: HTMLElement, x: number, y: number): void {
  const isRight = x > window.innerWidth - WIDTH;
  const isBelow = y > window.innerHeight - HEIGHT;
  tip.style.left = isRight ? 'auto' : `${x + DISTANCE}px`;
  tip.style.right = isRight ? `${window.innerWidth - x + DISTANCE}px` : 'auto';
  tip.style.top = isBelow ? 'auto' : `${y + DISTANCE}px`;
  tip.style.bottom = isBelow ? `${window.innerHeight - y + DISTANCE}px` : 'auto';
}
