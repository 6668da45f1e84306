/** The colour scale of small heatmaps in steps, as CSS variables. */

/** Steps from zero to either end: neighbouring colours cannot be told apart. */
export const STEPS = 24;

/** Name of the variable of a step, e.g. `--scale-dark-24`; steps are counted from the negative end. */
export function nameStep(tone: 'light' | 'dark', step: number): string {
  return `--scale-${tone}-${step + STEPS}`;
}

/** The step of a value on a scale from -limit to limit; values beyond it get the last one. */
export function findStep(value: number, limit: number): number {
  return Math.round(STEPS * Math.min(1, Math.max(-1, limit > 0 ? value / limit : 0)));
}
