import { paletteColour, type PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import { CONTRASTS, listBarTicks, nameBar, type BarTick, type Contrast } from './contrast';
import classes from './attention.module.css';

interface PatternBarProps {
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  readonly contrast: Contrast;
  /** Whether values above the limit have the strongest colour, too. */
  readonly isCut: boolean;
  readonly valueName: string | undefined;
  /** With the name of the values and all ticks; otherwise as short as possible. */
  readonly isWide: boolean;
}

/** The colour bar of a pattern, with values where its ticks are. */
export function PatternBar({ limit, palette, tone, contrast, isCut, valueName, isWide }: PatternBarProps) {
  const name = nameBar(palette, contrast, valueName);
  const ticks = listBarTicks(limit, palette, contrast, isCut);
  const colourAt = (at: number): string =>
    paletteColour(palette === 'attention' ? at : 2 * at - 1, palette, tone);
  const ramp = (from: number, to: number): string =>
    `linear-gradient(to right, ${Array.from({ length: 9 }, (_, step) => colourAt(from + (step / 8) * (to - from))).join(', ')})`;
  if (isWide) {
    return (
      <span className={classes.wideRange}>
        {name}
        <span className={classes.bar} style={{ background: ramp(0, 1) }}>
          {ticks.map(({ text, at }) => (
            // The values of both ends stay within the bar.
            <span
              key={at}
              className={classes.tick}
              style={{ left: `${100 * at}%`, transform: `translateX(${-100 * at}%)` }}
            >
              {text}
            </span>
          ))}
        </span>
      </span>
    );
  }
  // A short bar has room for three values.
  const shown = ticks.length <= 3 ? ticks : ticks.filter((_, index) => index % 2 === 0);
  const { mark } = CONTRASTS[contrast];
  return (
    <span className={classes.range} title={name}>
      {shown.map((tick, index) => (
        <Part key={tick.at} tick={tick} before={shown[index - 1]} ramp={ramp} />
      ))}
      {mark && ` ${mark}`}
    </span>
  );
}

interface PartProps {
  readonly tick: BarTick;
  readonly before: BarTick | undefined;
  readonly ramp: (from: number, to: number) => string;
}

/** The colours from one tick to the next, and the value of that one. */
function Part({ tick, before, ramp }: PartProps) {
  return (
    <>
      {before && (
        <span
          className={classes.ramp}
          style={{ background: ramp(before.at, tick.at), width: 48 * (tick.at - before.at) }}
        />
      )}
      {tick.text}
    </>
  );
}
