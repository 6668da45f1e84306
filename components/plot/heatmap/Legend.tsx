import { ROLES } from '../../../domain/sufficiency';
import { describeEnds, roleColour, stopColour, type HeatmapScale } from './palette';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

interface LegendProps {
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
  /** Name of the values. */
  readonly label: string;
}

/** The colour scale with its range. */
export function Legend({ limit, scale, tone, label }: LegendProps) {
  if (scale === 'roles') return <RoleLegend tone={tone} label={label} />;
  const stops = Array.from({ length: 11 }, (_, step) => stopColour(step / 10, scale, tone));
  const [low, high] = describeEnds(scale, limit);
  return (
    <div className={classes.legend}>
      <span>{label}</span>
      <span>{low}</span>
      <span
        className={classes.ramp}
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      <span>{high}</span>
    </div>
  );
}

/** The four classes, each with its name beside its colour. */
function RoleLegend({ tone, label }: Pick<LegendProps, 'tone' | 'label'>) {
  return (
    <div className={classes.legend} role="group" aria-label={`Colours: ${label}`}>
      {ROLES.map((role, code) => (
        <span key={role} className={classes.role}>
          <span className={classes.swatch} style={{ background: roleColour(code, tone) }} />
          {role}
        </span>
      ))}
    </div>
  );
}
