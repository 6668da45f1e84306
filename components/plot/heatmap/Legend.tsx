import { HATCH_LEGEND } from './hatch';
import { formatNumber, SCALES, type ScaleName, type Tone } from './scale';
import classes from './heatmap.module.css';

interface LegendProps {
  readonly limit: number;
  readonly scale: ScaleName;
  readonly tone: Tone;
  /** Name of the values. */
  readonly label: string;
  /** Whether one of the heatmaps has hatched cells. */
  readonly isHatched?: boolean;
}

/** The colour scale with its range, and the meaning of the hatching. */
export function Legend({ limit, scale, tone, label, isHatched = false }: LegendProps) {
  const stops = Array.from({ length: 11 }, (_, step) => SCALES[scale][tone](step / 10));
  return (
    <div className={classes.legend}>
      <span>{label}</span>
      <span>{formatNumber(-limit, 2)}</span>
      <span
        className={classes.ramp}
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      <span>+{limit.toFixed(2)}</span>
      {isHatched && (
        <>
          <span className={classes.hatchSample} aria-hidden />
          <span>{HATCH_LEGEND}</span>
        </>
      )}
    </div>
  );
}
