'use client';

import { NativeSelect } from '@mantine/core';
import { CONTRASTS, type Contrast } from './contrast';
import { chooseContrast, useContrast } from './use-contrast';

/** Chooses how values of attention patterns become colours. @param size tokens of the prompt, on which the usual choice depends. */
export function ContrastControl({ size }: { readonly size: number }) {
  const contrast = useContrast(size);
  return (
    <NativeSelect
      size="xs"
      w="fit-content"
      aria-label="Colour scale of attention"
      title="Colour scale. Square root shows small values of long prompts; by row, each row has its own scale"
      value={contrast}
      onChange={(event) => chooseContrast(event.currentTarget.value as Contrast)}
      data={Object.entries(CONTRASTS).map(([value, { label }]) => ({
        value,
        label: `Colours: ${label.toLowerCase()}`,
      }))}
    />
  );
}
