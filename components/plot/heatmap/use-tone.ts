'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useIsPrinting } from '../printing';
import type { Tone } from './scale';

/** The colour scheme of the page; light on paper. */
export function useTone(): Tone {
  const tone = useComputedColorScheme('light', { getInitialValueInEffect: true });
  return useIsPrinting() ? 'light' : tone;
}
