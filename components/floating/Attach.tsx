'use client';

import { useLayoutEffect, type Ref, type RefObject } from 'react';

interface AttachProps {
  /** The element that something floats at. */
  readonly node: RefObject<HTMLElement | null>;
  /** From the library's target. */
  readonly ref?: Ref<HTMLElement>;
}

/**
 * The child of a library's target that stands for an element outside of it: hands that element on and renders nothing. So the element
 * stays the same, with its focus, when the library is loaded.
 */
export function Attach({ node, ref }: AttachProps) {
  useLayoutEffect(() => {
    const hand = typeof ref === 'function' ? ref : null;
    const release = hand?.(node.current);
    return () => {
      if (typeof release === 'function') release();
      else hand?.(null);
    };
  }, [node, ref]);
  return null;
}
