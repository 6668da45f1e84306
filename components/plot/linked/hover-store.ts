/** What the pointer is over, shared by the plots and prompts of a page without rendering any of them again. */

/** Coordinates that a hovered thing has: a head has no position, a token of a prompt no layer. */
export interface HoverPlace {
  readonly layer: number | null;
  readonly head: number | null;
  readonly position: number | null;
}

export interface Hovered {
  readonly place: HoverPlace;
  /** Id of the plot that the pointer is over; it frames its cell itself. */
  readonly from: string;
}

export interface HoverStore {
  readonly read: () => Hovered | null;
  readonly write: (hovered: Hovered) => void;
  /** The pointer has left a plot; nothing changes if it is over another one already, whose event may come first. */
  readonly leave: (from: string) => void;
  /** Calls the listener after each change. Returns a function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes a store in which nothing is hovered. */
export function createHoverStore(): HoverStore {
  let current: Hovered | null = null;
  const listeners = new Set<() => void>();
  const change = (hovered: Hovered | null): void => {
    if (isSame(current, hovered)) return;
    current = hovered;
    for (const listener of listeners) listener();
  };
  return {
    read: () => current,
    write: change,
    leave: (from) => {
      if (current?.from === from) change(null);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isSame(a: Hovered | null, b: Hovered | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.from === b.from &&
    a.place.layer === b.place.layer &&
    a.place.head === b.place.head &&
    a.place.position === b.place.position
  );
}
