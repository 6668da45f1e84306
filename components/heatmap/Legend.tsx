import { SCALES, type ScaleName } from './scale';
import classes from './heatmap.module.css';

interface LegendProps {
  readonly limit: number;
  readonly scale: ScaleName;
  /** What the colours stand for. */
  readonly label: string;
}

/** The colour scale with its range. */
export function Legend({ limit, scale, label }: LegendProps) {
  const stops = Array.from({ length: 11 }, (_, step) => SCALES[scale].light(step / 10));
  return (
    <div className={classes.legend}>
      <span>{label}</span>
      <span>−{limit.toFixed(2)}</span>
      <span
        className={classes.ramp}
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      <span>+{limit.toFixed(2)}</span>
    </div>
  );
}
