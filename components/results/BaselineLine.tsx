'use client';

import { COLOURS } from '../charts/chart-style';
import type { Baseline_BaselineFragment } from '../generated/graphql';
import { formatNumber, type Tone } from '../plot/heatmap/scale';
import { layoutNumberLine } from './number-line';
import classes from './baseline-line.module.css';

type LineBaseline = Pick<
  Baseline_BaselineFragment,
  'clean' | 'corrupted' | 'gapMean' | 'gapStandardError'
> & { readonly perPrompt: readonly { readonly clean: number; readonly corrupted: number }[] };

interface BaselineLineProps {
  readonly baseline: LineBaseline;
  readonly tone: Tone;
}

/** Height of the drawing, and of its line. */
const HEIGHT = 66;
const LINE = 25;

/** The logit differences of the unpatched runs on a line: one dot for each prompt, their means, and the gap between them. */
export function BaselineLine({ baseline, tone }: BaselineLineProps) {
  const { clean, corrupted, gapMean, gapStandardError, perPrompt } = baseline;
  const { place, sides, hasRoomForZero } = layoutNumberLine(
    { clean, corrupted },
    perPrompt.flatMap((one) => [one.clean, one.corrupted]),
  );
  const [cleanColour, corruptedColour] = COLOURS[tone];
  const x = (value: number): string => `${place(value)}%`;
  const isRight = clean >= corrupted;
  const gap = `gap ${formatNumber(gapMean, 2)}${gapStandardError === null ? '' : ` ± ${gapStandardError.toFixed(2)} (standard error)`}`;
  const marks = [
    { name: 'clean', value: clean, colour: cleanColour, side: sides.clean },
    { name: 'corrupted', value: corrupted, colour: corruptedColour, side: sides.corrupted },
  ];
  return (
    <svg
      className={classes.line}
      height={HEIGHT}
      role="img"
      aria-label={`Logit difference of the unpatched runs: clean ${formatNumber(clean, 4)}, corrupted ${formatNumber(corrupted, 4)}, ${describeGap(baseline)}`}
    >
      <title>
        Logit difference of the unpatched runs. Dots are prompts, marks are means over prompts; ± is the
        standard error of the mean gap.
      </title>
      <line x1="0" x2="100%" y1={LINE} y2={LINE} className={classes.axis} />
      <line x1={x(0)} x2={x(0)} y1={LINE - 5} y2={LINE + 5} className={classes.axis} />
      <line x1={x(corrupted)} x2={x(clean)} y1={LINE} y2={LINE} className={classes.gap} />
      {perPrompt.map((one, index) => (
        <g key={index} className={classes.dots}>
          <circle cx={x(one.corrupted)} cy={LINE + 1.5} r={3} fill={corruptedColour} />
          <circle cx={x(one.clean)} cy={LINE - 1.5} r={3} fill={cleanColour} />
        </g>
      ))}
      <text x={x((clean + corrupted) / 2)} y={LINE - 11} textAnchor="middle" className={classes.gapText}>
        {isRight ? `${gap} →` : `← ${gap}`}
      </text>
      {marks.map(({ name, value, colour, side }) => (
        <g key={name}>
          <line x1={x(value)} x2={x(value)} y1={LINE - 8} y2={LINE + 8} stroke={colour} strokeWidth={3} />
          <text
            x={x(value)}
            y={LINE + 21}
            dx={side === 'start' ? 4 : side === 'end' ? -4 : 0}
            textAnchor={side}
            className={classes.text}
          >
            {name} <tspan className={classes.number}>{formatNumber(value, 2)}</tspan>
          </text>
        </g>
      ))}
      <text x={x(0)} y={hasRoomForZero ? LINE + 18 : HEIGHT - 4} textAnchor="middle" className={classes.zero}>
        0
      </text>
      {/* At the end that is farther from 0. */}
      <text
        x={place(0) < 50 ? '100%' : '0'}
        y={HEIGHT - 4}
        textAnchor={place(0) < 50 ? 'end' : 'start'}
        className={classes.zero}
      >
        logit difference (logits)
      </text>
    </svg>
  );
}

function describeGap({ gapMean, gapStandardError }: LineBaseline): string {
  const error = gapStandardError === null ? '' : ` with a standard error of ${gapStandardError.toFixed(4)}`;
  return `gap ${formatNumber(gapMean, 4)}${error}`;
}
