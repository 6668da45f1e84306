'use client';

import { useComputedColorScheme } from '@mantine/core';
import type { Tone } from './scale';

/** Whether the page is light or dark. */
export function useTone(): Tone {
  return useComputedColorScheme('light', { getInitialValueInEffect: true });
}
