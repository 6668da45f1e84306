'use client';

import { createContext, use } from 'react';
import { createHoverStore, type HoverStore } from './hover-store';

/** A page has one pointer, so by default all plots of the browser's page are linked. */
const HoverContext = createContext<HoverStore>(createHoverStore());

/** Links plots below it with each other only. */
export const HoverScope = HoverContext.Provider;

/** The store of the plots that are linked with this component. */
export function useHoverStore(): HoverStore {
  return use(HoverContext);
}
