/** Distance between the pointer and the tip, in pixels. */
const DISTANCE = 14;
/** Room that a tip may need, in pixels. */
const WIDTH = 260;
const HEIGHT = 60;

/**
 * Puts the tip next to the pointer, on the side that has room. It changes the style only, so React renders nothing, and moves a layer, so that
 * nothing is laid out.
 */
export function placeTip(tip: HTMLElement, x: number, y: number): void {
  const isRight = x > window.innerWidth - WIDTH;
  const isBelow = y > window.innerHeight - HEIGHT;
  const left = isRight ? `calc(${x - DISTANCE}px - 100%)` : `${x + DISTANCE}px`;
  const top = isBelow ? `calc(${y - DISTANCE}px - 100%)` : `${y + DISTANCE}px`;
  tip.style.transform = `translate(${left}, ${top})`;
}
