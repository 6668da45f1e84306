'use client';

import { useComputedColorScheme } from '@mantine/core';
import type { Tone } from './scale';

/** The colour scheme of the page. */
export function useTone(): Tone {
  return useComputedColorScheme('light', { getInitialValueInEffect: true });
}
