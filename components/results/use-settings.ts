'use client';

import type { ViewState } from '../sweep/view-state';
import { useSame } from './use-same';

/** What plots are drawn from; cells are pinned and selected far more often than it changes. */
export type Settings = Omit<ViewState, 'pinned' | 'selection' | 'joint'>;

/** The settings of a view: the same object as long as they are equal. */
export function useSettings({
  pinned: _pinned,
  selection: _selection,
  joint: _joint,
  ...settings
}: ViewState): Settings {
  return useSame<Settings>(settings);
}
