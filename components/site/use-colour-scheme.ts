'use client';

import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { startTransition, useCallback, useEffect, useRef } from 'react';

interface ColourScheme {
  readonly scheme: MantineColorScheme;
  /** The same function for all renderings. */
  readonly choose: (scheme: MantineColorScheme) => void;
}

/** The chosen colour scheme, and a function that changes it. */
export function useColourScheme(): ColourScheme {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const latest = useRef(setColorScheme);
  useEffect(() => {
    latest.current = setColorScheme;
  });
  // Style sheets change at once. Plots, which are drawn in the colours of the scheme, follow and can be interrupted.
  const choose = useCallback(
    (scheme: MantineColorScheme) => startTransition(() => latest.current(scheme)),
    [],
  );
  return { scheme: colorScheme, choose };
}
