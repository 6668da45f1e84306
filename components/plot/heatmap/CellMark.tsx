import type { Geometry } from './geometry';
import type { MarkedCell } from './HeatmapPlot';
import classes from './heatmap.module.css';

interface CellMarkProps {
  readonly mark: MarkedCell;
  readonly geometry: Geometry;
}

/** Largest side of a mark, in pixels. */
const MAX_SIZE = 10;

/** A small mark in the upper right corner of a cell; a click opens what it stands for. No stop of the Tab key: O opens it from its cell. */
export function CellMark({ mark: { at, name, onOpen }, geometry }: CellMarkProps) {
  const { left, top, cellWidth, cellHeight } = geometry;
  const size = Math.min(MAX_SIZE, cellWidth, cellHeight);
  const transform = `translate(${left + (at.column + 1) * cellWidth - size}px, ${top + at.row * cellHeight}px)`;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.cellMark}
      style={{ transform, width: size, height: size }}
      aria-label={name}
      title={name}
      onClick={onOpen}
    />
  );
}
