'use client';

import { useEffect, useRef } from 'react';
import { useHoverStore } from '../plot/linked/hover-context';
import { moveLayer } from '../plot/move-layer';
import classes from './prompt-strip.module.css';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Frames around the tokens at the position that is hovered in a plot; a child of the strip. They are layers above the strip, so that moving
 * them paints none of its tokens, of which there may be 1,000. Changes of the hovered position render nothing.
 */
export function LinkedTokens() {
  const layer = useRef<HTMLSpanElement>(null);
  const store = useHoverStore();
  // With each rendering, because the strip may then have other tokens.
  useEffect(() => {
    const strip = layer.current?.parentElement;
    if (!strip) return undefined;
    /** By position. Each is read when it is first needed, because reading lays out the page. */
    const places = new Map<number, readonly Box[]>();
    const frames: HTMLElement[] = [];
    const draw = (): void => {
      const position = store.read()?.place.position ?? null;
      const boxes = position === null ? [] : (places.get(position) ?? readBoxes(strip, position));
      if (position !== null) places.set(position, boxes);
      while (frames.length < boxes.length) frames.push(addFrame(layer.current!));
      frames.forEach((frame, index) => placeFrame(frame, boxes[index]));
    };
    draw();
    const end = store.subscribe(draw);
    const observer = new ResizeObserver(() => {
      places.clear();
      draw();
    });
    observer.observe(strip);
    return () => {
      end();
      observer.disconnect();
      for (const frame of frames) frame.remove();
    };
  });
  return <span ref={layer} className={classes.linkedLayer} aria-hidden />;
}

/** Reads where the tokens of a position stand within the strip: one, or all tokens of a role. */
function readBoxes(strip: HTMLElement, position: number): readonly Box[] {
  return Array.from(
    strip.querySelectorAll<HTMLElement>(`[data-position="${position}"]`),
    ({ offsetLeft, offsetTop, firstElementChild }) => {
      // Below the token there may be names of roles.
      const token = firstElementChild as HTMLElement;
      return {
        left: offsetLeft + token.offsetLeft,
        top: offsetTop + token.offsetTop,
        width: token.offsetWidth,
        height: token.offsetHeight,
      };
    },
  );
}

function addFrame(layer: HTMLElement): HTMLElement {
  const frame = document.createElement('span');
  frame.className = classes['linked']!;
  frame.dataset['testid'] = 'linked-token';
  layer.append(frame);
  return frame;
}

function placeFrame(frame: HTMLElement, box: Box | undefined): void {
  frame.hidden = box === undefined;
  if (!box) return;
  moveLayer(frame, `${box.left}px`, `${box.top}px`);
  frame.style.width = `${box.width}px`;
  frame.style.height = `${box.height}px`;
}
