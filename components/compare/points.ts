/** The points of A against B: what they are called, and which cells they stand for. */
import type { Coordinates } from '../../domain/cell';
import { formatEffect } from '../plot/format-number';
import { sequentialColour } from '../plot/heatmap/scale';
import { speakValue } from '../plot/heatmap/speak';
import type { HoverPlace } from '../plot/linked/hover-store';
import type { ScatterData } from '../plot/scatter/scatter-data';
import { describeCell, findCoordinates, speakPlace } from '../sweep/place';
import { speakPositions, type Positions } from '../sweep/plane';
import { findPoint, type Agreement } from './agreement';
import type { SweepPair } from './compared-sweeps';

/** Points with a label in the plot. */
const LABELLED = 4;
const STOPS = 11;

export interface Points {
  readonly data: ScatterData;
  /** Layers of the model. */
  readonly layers: number;
  /** Of the first to the last layer. */
  readonly colours: readonly string[];
  readonly placeAt: (point: number) => Coordinates;
  readonly locate: (place: Coordinates | HoverPlace) => number | null;
  readonly name: (point: number) => string;
  /** The point with its values. */
  readonly write: (point: number) => string;
  readonly speak: (point: number) => string;
  /** For speech, when the plot gets the focus. */
  readonly summary: string;
}

interface PointsOptions {
  readonly title: string;
  readonly agreement: Agreement;
  readonly right: SweepPair['right'];
  readonly positions: Positions;
  readonly nameA: string;
  readonly nameB: string;
  readonly valueName: string;
  readonly formatValue?: ((value: number | null) => string) | undefined;
}

/** Makes the points of two sweeps with the same cells. */
export function makePoints(options: PointsOptions): Points {
  const { title, agreement, right, positions, nameA, nameB, valueName, formatValue = formatEffect } = options;
  const { cells, a, b, largest } = agreement;
  const layers = right.shape[right.axes.findIndex(({ name }) => name === 'layer')] ?? 1;
  const texts = positions.labels.map(({ text }) => text);
  const spoken = speakPositions(positions.labels);
  const placeAt = (point: number): Coordinates => findCoordinates(right, cells[point]!);
  const name = (point: number): string => describeCell(placeAt(point), texts);
  const speakName = (point: number): string => speakPlace(placeAt(point), spoken);
  const list = (point: number): readonly string[] =>
    [a[point]!, b[point]!].map(formatValue).concat(formatEffect(b[point]! - a[point]!));
  const speak = (point: number): string => {
    const [ofA, ofB, between] = list(point).map(speakValue);
    return `${speakName(point)}: A ${ofA}, B ${ofB}, difference ${between}`;
  };
  const last = Math.max(1, layers - 1);
  return {
    data: {
      title,
      xName: `A, ${nameA}: ${valueName}`,
      yName: `B, ${nameB}: ${valueName}`,
      x: a,
      y: b,
      shares: Float32Array.from(cells, (_, point) => placeAt(point).layer / last),
      labelled: largest.slice(0, LABELLED).map((point) => ({ point, text: name(point) })),
    },
    layers,
    colours: Array.from({ length: STOPS }, (_, stop) => sequentialColour(stop / (STOPS - 1))),
    placeAt,
    locate: (place) => findPoint(cells, right, place),
    name,
    write: (point) => {
      const [ofA, ofB, between] = list(point);
      return `${name(point)}: A ${ofA}, B ${ofB}, B − A ${between}`;
    },
    speak,
    summary:
      largest.length === 0
        ? 'No cell differs.'
        : `Largest differences: ${largest.slice(0, 3).map(speak).join('; ')}.`,
  };
}
