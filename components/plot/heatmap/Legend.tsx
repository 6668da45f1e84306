import type { ReactNode } from 'react';
import { ROLES } from '../../../domain/sufficiency';
import { HATCH_LEGEND, UNCLEAR_LEGEND } from './hatch';
import { describeEnds, roleColour, stopColour, type HeatmapScale } from './palette';
import type { Tone } from './scale';
import classes from './heatmap.module.css';

interface LegendProps {
  readonly limit: number;
  readonly scale: HeatmapScale;
  readonly tone: Tone;
  /** Name of the values. */
  readonly label: string;
  /** The name as it is shown, where it is more than text. */
  readonly shownLabel?: ReactNode;
  /** Whether one of the heatmaps has hatched cells. */
  readonly isHatched?: boolean;
  /** Whether one of the heatmaps marks cells that are not distinguishable from 0. */
  readonly hasUnclear?: boolean;
  /** Whether plots have ranges of their own; then only the meaning of the colours is shown. */
  readonly hasNoRange?: boolean;
  /** Decimals of the range. */
  readonly decimals?: number;
}

/** The colour scale with its range, and the meaning of the hatching. */
export function Legend(props: LegendProps) {
  const {
    limit,
    scale,
    tone,
    label,
    shownLabel = label,
    isHatched = false,
    hasUnclear = false,
    hasNoRange = false,
    decimals = 2,
  } = props;
  if (scale === 'roles') return <RoleLegend {...{ tone, label, isHatched }} />;
  const stops = Array.from({ length: 11 }, (_, step) => stopColour(step / 10, scale, tone));
  const [low, high] = describeEnds(scale, limit, decimals);
  return (
    <div className={classes.legend}>
      {label !== '' && <span>{shownLabel}</span>}
      {hasNoRange ? (
        <span>each plot on a scale of its own</span>
      ) : (
        <span className={classes.role}>
          {low}
          <span
            className={classes.ramp}
            style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
          />
          {high}
        </span>
      )}
      {isHatched && <HatchLegend />}
      {hasUnclear && (
        <span className={classes.role}>
          <span className={classes.unclearSample} aria-hidden />
          {UNCLEAR_LEGEND}
        </span>
      )}
    </div>
  );
}

function HatchLegend() {
  return (
    <span className={classes.role}>
      <span className={classes.hatchSample} aria-hidden />
      {HATCH_LEGEND}
    </span>
  );
}

/** The four classes, each with its name beside its colour. */
function RoleLegend({ tone, label, isHatched }: Pick<LegendProps, 'tone' | 'label' | 'isHatched'>) {
  return (
    <div className={classes.legend} role="group" aria-label={`Colours: ${label}`}>
      {ROLES.map((role, code) => (
        <span key={role} className={classes.role}>
          <span className={classes.swatch} style={{ background: roleColour(code, tone) }} />
          {role}
        </span>
      ))}
      {isHatched && <HatchLegend />}
    </div>
  );
}
