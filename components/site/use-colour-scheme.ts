'use client';

import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { startTransition } from 'react';
import { skipBelow } from './skip-below';

interface ColourScheme {
  readonly scheme: MantineColorScheme;
  /** The same function for all renderings. */
  readonly choose: (scheme: MantineColorScheme) => void;
}

/** The chosen colour scheme, and a function that changes it. */
export function useColourScheme(): ColourScheme {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // Style sheets change at once. Plots, which are drawn in the colours of the scheme, follow and can be interrupted.
  const choose = useCallbackRef((scheme: MantineColorScheme) => {
    skipBelow();
    startTransition(() => setColorScheme(scheme));
  });
  return { scheme: colorScheme, choose };
}
