'use client';

import { createElement, useState, type ReactNode } from 'react';
import { makeLate } from './load-late';
import type { MenuEntry } from './MenuFrame';
import { useLateOpening, type LateOpening, type OpenerProps } from './use-late-opening';

export const lateMenuFrame = makeLate<MenuProps>(() =>
  import('./MenuFrame').then((module) => module.MenuFrame),
);

interface MenuProps {
  readonly opening: LateOpening;
  readonly entries: readonly MenuEntry[];
}

interface LateMenuProps {
  readonly entries: readonly MenuEntry[];
  /** Renders the button with these props. */
  readonly children: (button: OpenerProps) => ReactNode;
}

/** A menu whose code is loaded when its button is pointed at or focused. */
export function LateMenu({ entries, children }: LateMenuProps) {
  const [button, opening] = useLateOpening('menu', lateMenuFrame.load);
  return (
    <>
      {children(button)}
      {opening && <Opened {...{ opening, entries }} />}
    </>
  );
}

function Opened(props: MenuProps) {
  // The same one as long as it is mounted.
  const [frame] = useState(() => lateMenuFrame.find());
  return createElement(frame, props);
}
