import { memo, type CSSProperties } from 'react';
import { nameGrain } from '../../domain/block-parts';
import { SITES, type SweepKind } from '../../domain/sites';
import {
  ATTENTION,
  MLP,
  PICTURE,
  PLACED_PARTS,
  STREAM,
  UNPLACED_PARTS,
  type Box,
  type PlacedPart,
} from './block-layout';
import classes from './block-picture.module.css';

interface BlockPictureProps {
  readonly chosen: readonly SweepKind[];
  readonly onToggle: (kind: SweepKind) => void;
}

/** A transformer block whose activations are toggle buttons: the sweep kinds, where they act. */
export const BlockPicture = memo(function BlockPicture({ chosen, onToggle }: BlockPictureProps) {
  return (
    <div role="group" aria-label="Sweeps in a block" className={classes.figure}>
      <div className={classes.picture}>
        <Wires />
        {PLACED_PARTS.map((part) => (
          <Part key={part.name} part={part} chosen={chosen} onToggle={onToggle} />
        ))}
      </div>
      <p className={classes.legend}>
        <b>all</b> positions at once, each <b>pos</b>ition, each <b>dest</b>ination, each <b>entry</b> of a
        pattern.
        {UNPLACED_PARTS.length > 0 && ` Not drawn: ${UNPLACED_PARTS.map(({ name }) => name).join(', ')}.`}
      </p>
    </div>
  );
});

interface PartProps extends BlockPictureProps {
  readonly part: PlacedPart;
}

/** One activation: a button where one kind patches it, else a box with a button for each kind. */
function Part({ part: { name, kinds, box }, chosen, onToggle }: PartProps) {
  const [only] = kinds;
  const toggle = (kind: SweepKind, text: string, className: string | undefined, style?: CSSProperties) => (
    <button
      key={kind}
      type="button"
      className={className}
      style={style}
      aria-pressed={chosen.includes(kind)}
      aria-label={`${kinds.length === 1 ? name : `${name} ${text}`}: ${SITES[kind].title}`}
      title={`${SITES[kind].title}: ${SITES[kind].patches}`}
      onClick={() => onToggle(kind)}
    >
      {text}
    </button>
  );
  if (kinds.length === 1) return toggle(only!, name, classes.node, place(box));
  return (
    <div
      className={classes.part}
      style={place(box)}
      data-chosen={kinds.some((kind) => chosen.includes(kind)) || undefined}
    >
      <span className={classes.name}>{name}</span>
      <span className={classes.grains}>
        {kinds.map((kind) => toggle(kind, nameGrain(kind), classes.grain))}
      </span>
    </div>
  );
}

/** The parts that are no activations, and the lines between them. */
function Wires() {
  const { x, from, to, sums } = STREAM;
  const [afterAttention, afterMlp] = sums;
  const mlpEntry = MLP.y + MLP.height / 2;
  return (
    <svg viewBox={`0 0 ${PICTURE.width} ${PICTURE.height}`} className={classes.wires} aria-hidden>
      <defs>
        <marker
          id="block-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 Z" className={classes.head} />
        </marker>
      </defs>
      <line x1={x} x2={x} y1={from} y2={to} className={classes.stream} />
      <rect {...ATTENTION} rx={8} className={classes.module} />
      <text x={ATTENTION.x + 10} y={ATTENTION.y + 18} className={classes.label}>
        attention
      </text>
      <rect {...MLP} rx={8} className={classes.module} />
      <text x={MLP.x + 10} y={MLP.y + 22} className={classes.label}>
        MLP
      </text>
      <g className={classes.wire}>
        <path d={`M${x} 66 H${ATTENTION.x}`} />
        <path d="M167 136 V150" />
        <path d="M241 136 V144 H190 V150" />
        <path d="M315 136 V150" />
        <path d="M276 180 H278" />
        <path d={`M315 208 V${afterAttention} H232`} />
        <path d={`M140 ${afterAttention} H${x + 11}`} />
        <path d={`M${x} ${mlpEntry} H${MLP.x}`} />
        <path d={`M315 ${MLP.y + MLP.height} V${afterMlp} H232`} />
        <path d={`M140 ${afterMlp} H${x + 11}`} />
      </g>
      {sums.map((y) => (
        <g key={y} className={classes.sum}>
          <circle cx={x} cy={y} r={9} />
          <path d={`M${x - 4} ${y} H${x + 4} M${x} ${y - 4} V${y + 4}`} />
        </g>
      ))}
    </svg>
  );
}

/** In percent, so that the buttons follow the picture's width. */
function place({ x, y, width, height }: Box): CSSProperties {
  const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  return {
    left: percent(x, PICTURE.width),
    top: percent(y, PICTURE.height),
    width: percent(width, PICTURE.width),
    height: percent(height, PICTURE.height),
  };
}
