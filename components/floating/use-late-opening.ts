'use client';

/** A button that opens something that is loaded when the button is pointed at or focused. */
import { useDeferredValue, useId, useRef, useState, type AriaAttributes, type RefObject } from 'react';

/** For the button. */
export interface OpenerProps extends AriaAttributes {
  readonly ref: RefObject<HTMLButtonElement | null>;
  readonly id: string;
  readonly onPointerEnter: () => void;
  readonly onFocus: () => void;
  readonly onClick: () => void;
}

/** For what is opened. */
export interface LateOpening {
  /** Of the library's element: the button's and the dropdown's ids are made of it. */
  readonly id: string;
  readonly node: RefObject<HTMLButtonElement | null>;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}

/**
 * @param load loads what is opened. A press before it is there opens it when it is.
 * @returns props of the button; what is opened, null before the first press.
 */
export function useLateOpening(
  popup: 'menu' | 'dialog',
  load: () => Promise<unknown>,
): [OpenerProps, LateOpening | null] {
  const id = useId();
  const node = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [hasOpened, setHasOpened] = useState(false);
  // The button answers at once. What it opens follows, and can be interrupted.
  const [isShown, hasShown] = [useDeferredValue(isOpen), useDeferredValue(hasOpened)];
  // A press that follows tries again.
  const prepare = (): void => void load().catch(() => {});
  return [
    {
      ref: node,
      id: `${id}-target`,
      'aria-haspopup': popup,
      'aria-expanded': isOpen,
      'aria-controls': isOpen ? `${id}-dropdown` : undefined,
      onPointerEnter: prepare,
      onFocus: prepare,
      onClick: () => {
        setHasOpened(true);
        setOpen(!isOpen);
      },
    },
    hasShown ? { id, node, isOpen: isShown, onOpen: setOpen } : null,
  ];
}
