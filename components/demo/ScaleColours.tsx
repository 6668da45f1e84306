import type { ReactNode } from 'react';
import { pickColour, type Tone } from '../plot/heatmap/scale';
import { nameStep, STEPS } from './scale-steps';

/** One object, so that React compares no variables when the content is rendered again. */
const VARIABLES = writeVariables();

/** Variables with the colours of the heatmaps' scale in both colour schemes, for `PatchGrid`. Rendered by the server, so that the front page loads no colour scale. */
export function ScaleColours({ children }: { readonly children: ReactNode }) {
  return <div style={VARIABLES}>{children}</div>;
}

function writeVariables(): Record<string, string> {
  const style: Record<string, string> = {};
  for (const tone of ['light', 'dark'] as const satisfies readonly Tone[])
    for (let step = -STEPS; step <= STEPS; step++)
      style[nameStep(tone, step)] = pickColour(step, STEPS, 'RdBu', tone);
  return style;
}
