import type { Tone } from '../plot/heatmap/scale';
import { formatNumber } from '../plot/format-number';
import classes from './attribution.module.css';
import { LENS_VALUES, type LensValue } from './attribution-state';
import { lensColour } from './lens-colour';

interface LensLegendProps {
  readonly lensValue: LensValue;
  readonly isDifference: boolean;
  /** Largest |value|. */
  readonly limit: number;
  readonly tone: Tone;
}

const STOPS = 11;

/** The colours of a logit lens with the values of both ends. */
export function LensLegend({ lensValue, isDifference, limit, tone }: LensLegendProps) {
  const { label, unit } = LENS_VALUES[lensValue];
  const isDiverging = isDifference || lensValue === 'logitDiff';
  const [low, high] = isDiverging
    ? [-limit, limit]
    : lensValue === 'logProb'
      ? [-limit, 0]
      : [0, lensValue === 'probability' ? 1 : limit];
  const isLogarithmic = lensValue === 'rank' && !isDifference;
  const stops = Array.from({ length: STOPS }, (_, step) => {
    const share = step / (STOPS - 1);
    const value = isLogarithmic ? Math.expm1(share * Math.log1p(limit)) : low + share * (high - low);
    return lensColour(value, limit, lensValue, isDifference, tone);
  });
  const write = (value: number): string =>
    `${isDiverging && value > 0 ? '+' : ''}${formatNumber(value, lensValue === 'rank' ? 0 : 2)}`;
  return (
    <p className={classes.lensLegend}>
      {label.toLowerCase()}
      {unit && ` (${unit})`}
      {isLogarithmic && ', logarithmic'} {write(low)}
      <span
        className={classes.lensRamp}
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      {write(high)}
    </p>
  );
}
