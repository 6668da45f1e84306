'use client';

import {
  createElement,
  useEffect,
  useId,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { makeLate } from './load-late';
import type { TooltipFrameProps } from './TooltipFrame';

export const lateTooltipFrame = makeLate<TooltipFrameProps>(() =>
  import('./TooltipFrame').then((module) => module.TooltipFrame),
);

/** For the element that has the tooltip. */
interface DescribedProps {
  // oxlint-disable-next-line typescript/no-explicit-any -- a ref of whatever element it is
  readonly ref: RefObject<any>;
  readonly 'aria-describedby': string | undefined;
  readonly onPointerEnter: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

interface LateTooltipProps {
  readonly label: string;
  /** Whether a tap shows it, too. */
  readonly hasTouch?: boolean;
  /** Renders the element with these props. */
  readonly children: (element: DescribedProps) => ReactNode;
}

/** A text about an element, shown while the element is pointed at or focused; its code is loaded then. */
export function LateTooltip({ label, hasTouch = false, children }: LateTooltipProps) {
  const id = useId();
  const node = useRef<HTMLElement>(null);
  const [isShown, setShown] = useState(false);
  const [hasShown, setHasShown] = useState(false);
  const show = (): void => {
    setHasShown(true);
    setShown(true);
  };
  const hide = (): void => setShown(false);
  useEffect(() => {
    if (!isShown) return undefined;
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') setShown(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [isShown]);
  return (
    <>
      {children({
        ref: node,
        'aria-describedby': isShown ? id : undefined,
        onPointerEnter: ({ pointerType }) => (hasTouch || pointerType !== 'touch') && show(),
        onPointerLeave: hide,
        onFocus: show,
        onBlur: hide,
      })}
      {hasShown && <Shown {...{ id, node, label, isShown }} />}
    </>
  );
}

function Shown(props: TooltipFrameProps) {
  // The same one as long as it is mounted.
  const [frame] = useState(() => lateTooltipFrame.find());
  return createElement(frame, props);
}
