'use client';

/** The contrast of all attention patterns of the site; the browser remembers it. */
import { useMemo } from 'react';
import { rememberText } from '../../remembered/remembered-text';
import type { PaletteName } from '../heatmap/pixels';
import { applyContrast, CONTRASTS, usualContrast, type Contrast, type Painted } from './contrast';

const chosen = rememberText('patchbay.attention-contrast');

/** The chosen contrast, or the usual one of prompts of this many tokens. */
export function useContrast(size: number): Contrast {
  const text = chosen.use();
  return text !== null && Object.hasOwn(CONTRASTS, text) ? (text as Contrast) : usualContrast(size);
}

/** Chooses the contrast of all patterns. */
export function chooseContrast(contrast: Contrast): void {
  chosen.write(contrast);
}

/**
 * A pattern in the chosen contrast.
 *
 * @param values row-major [dest, src], NaN above the diagonal; `size` squared of them.
 * @param limit the value of the strongest colour on a linear scale.
 */
export function usePainted(
  values: Float32Array,
  size: number,
  limit: number,
  palette: PaletteName,
): { readonly contrast: Contrast; readonly painted: Painted } {
  const contrast = useContrast(size);
  const painted = useMemo(
    () => applyContrast(values, size, limit, palette, contrast),
    [values, size, limit, palette, contrast],
  );
  return { contrast, painted };
}
