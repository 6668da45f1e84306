/**
 * Leaves what is below the window out of one frame: a change of the colours of the whole page computes the styles of every element, most of
 * them out of view. They are computed after the frame, part by part, so that an input can come between.
 */

const PARTS = 'main section, main article';

/** Skips all parts of the page below the window, in their sizes, until the next frame is shown. Nothing in view moves. */
export function skipBelow(): void {
  const skipped = listBelow().map((part) => {
    const { width, height } = readContentSize(part);
    return { part, size: `${width}px ${height}px` };
  });
  if (skipped.length === 0) return;
  for (const { part, size } of skipped) {
    part.style.containIntrinsicSize = size;
    part.style.contentVisibility = 'hidden';
  }
  const show = (): void => {
    const next = skipped.shift();
    if (!next) return;
    next.part.style.contentVisibility = '';
    next.part.style.containIntrinsicSize = '';
    setTimeout(show);
  };
  // A task after the frame.
  requestAnimationFrame(() => setTimeout(show));
}

/** The outermost parts below the window, without the one that has the focus: it would lose it. */
function listBelow(): HTMLElement[] {
  const below: HTMLElement[] = [];
  for (const part of document.querySelectorAll<HTMLElement>(PARTS)) {
    if (below.at(-1)?.contains(part)) continue;
    const { top, height } = part.getBoundingClientRect();
    if (top > window.innerHeight && height > 0 && !part.contains(document.activeElement)) below.push(part);
  }
  return below;
}

function readContentSize(part: HTMLElement): { width: number; height: number } {
  const { width, height } = part.getBoundingClientRect();
  const style = getComputedStyle(part);
  const sum = (...names: string[]): number =>
    names.reduce((total, name) => total + (Number.parseFloat(style.getPropertyValue(name)) || 0), 0);
  return {
    width: width - sum('padding-left', 'padding-right', 'border-left-width', 'border-right-width'),
    height: height - sum('padding-top', 'padding-bottom', 'border-top-width', 'border-bottom-width'),
  };
}
