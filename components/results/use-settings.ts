'use client';

import { useState } from 'react';
import type { ViewState } from '../sweep/view-state';

/** What plots are drawn from; cells are pinned and selected far more often than it changes. */
export type Settings = Omit<ViewState, 'pinned' | 'selection' | 'joint'>;

/** Choices that are about single cells. */
const OF_CELLS: ReadonlySet<string> = new Set<keyof ViewState>(['pinned', 'selection', 'joint']);

/** The settings of a view: the same object as long as they are equal, so that what depends on them renders once. */
export function useSettings(view: ViewState): Settings {
  const [settings, setSettings] = useState<ViewState>(view);
  if (areEqual(settings, view)) return settings;
  setSettings(view);
  return view;
}

function areEqual(a: ViewState, b: ViewState): boolean {
  return (Object.keys(a) as (keyof ViewState)[]).every((name) => OF_CELLS.has(name) || a[name] === b[name]);
}
