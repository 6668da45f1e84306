import { rankLargest } from '../../../domain/rank-largest';
import { visibleText, type TokenLike } from '../../tokens/token-text';
import type { PaletteName } from '../heatmap/pixels';
import { formatEffect } from '../heatmap/scale';

/** Number of sources that are read out. */
const READ = 4;
/** Smaller values would be read as 0. */
const LEAST = 0.005;

/** `·to 14 attends to ·John 2 (0.52), ·Mary 4 (0.31), …` */
export function describeRow(
  row: number,
  tokens: readonly TokenLike[],
  values: Float32Array,
  palette: PaletteName,
): string {
  const size = tokens.length;
  const name = (at: number): string => `${visibleText(tokens[at]!.text)} ${at}`;
  const own = values.subarray(row * size, row * size + row + 1);
  const sources = rankLargest(own.map(Math.abs), READ)
    .filter((src) => Math.abs(own[src]!) >= LEAST)
    .map(
      (src) => `${name(src)} (${palette === 'attention' ? own[src]!.toFixed(2) : formatEffect(own[src]!)})`,
    );
  if (palette === 'attention') {
    return sources.length === 0
      ? `${name(row)} attends to no position with ${LEAST} or more`
      : `${name(row)} attends to ${sources.join(', ')}`;
  }
  return sources.length === 0
    ? `${name(row)} attends equally in both prompts (differences below ${LEAST})`
    : `${name(row)} attends differently to ${sources.join(', ')}`;
}
