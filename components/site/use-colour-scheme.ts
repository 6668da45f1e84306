'use client';

import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { startTransition } from 'react';
import { nextFrame } from '../scroll/after-frame';
import { skipBelow } from './skip-below';

interface ColourScheme {
  readonly scheme: MantineColorScheme;
  /** Changes it after the next frame. The same function for all renderings. */
  readonly choose: (scheme: MantineColorScheme) => Promise<void>;
}

/** The chosen colour scheme, and a function that changes it. */
export function useColourScheme(): ColourScheme {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The styles of the whole page are computed again, so the control that was used answers first. Plots, which are drawn in the colours
  // of the scheme, follow in a rendering that can be interrupted.
  const choose = useCallbackRef(async (scheme: MantineColorScheme) => {
    await nextFrame();
    skipBelow();
    startTransition(() => setColorScheme(scheme));
  });
  return { scheme: colorScheme, choose };
}
