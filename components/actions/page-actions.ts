'use client';

import { useEffect, useRef } from 'react';

/** Something that can be done on the open page. */
export interface PageAction {
  /** The same on every page that offers it; shortcuts name it. */
  readonly id: string;
  readonly label: string;
  /** More words to find it by. */
  readonly keywords?: string;
  /** Whether a setting is on; left out for what is no setting. */
  readonly isOn?: boolean;
  readonly run: () => void;
}

/** Actions of the mounted components, in the order in which these were mounted. */
const registered = new Map<object, readonly PageAction[]>();

/** Offers actions in the search and to shortcuts while the component is mounted; those of the latest rendering hold. */
export function usePageActions(actions: readonly PageAction[]): void {
  const key = useRef<object>({});
  useEffect(() => {
    registered.set(key.current, actions);
  });
  useEffect(() => {
    const own = key.current;
    return () => void registered.delete(own);
  }, []);
}

/** The actions of the open page, each id once: of several the first. */
export function listPageActions(): PageAction[] {
  const byId = new Map<string, PageAction>();
  for (const action of [...registered.values()].flat()) {
    if (!byId.has(action.id)) byId.set(action.id, action);
  }
  return [...byId.values()];
}

/** Does an action of the open page. @returns whether the page has it. */
export function runPageAction(id: string): boolean {
  const action = listPageActions().find((one) => one.id === id);
  action?.run();
  return action !== undefined;
}
