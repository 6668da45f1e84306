/** The flags after `--bounds`. */
import { parseArgs } from 'node:util';
import { BadFlag } from '../flags';

export const BOUNDS_PARTS = ['runs', 'requests', 'readers', 'subscriptions', 'guests', 'effects'] as const;
export type BoundsPart = (typeof BOUNDS_PARTS)[number];

export interface BoundsFlags {
  readonly parts: readonly BoundsPart[];
  /** Share of the full sizes, so that a part can be tried: 1 for all. */
  readonly scale: number;
  /** PostgreSQL server whose role may create databases; null: the effects are loaded into SQLite alone. */
  readonly postgresql: string | null;
}

/** Parses them. @throws BadFlag */
export function readBoundsFlags(argv: readonly string[]): BoundsFlags {
  const { values } = read(argv);
  const parts = values.part?.split(',') ?? BOUNDS_PARTS;
  const unknown = parts.find((part) => !(BOUNDS_PARTS as readonly string[]).includes(part));
  if (unknown !== undefined)
    throw new BadFlag(`There is no part ${unknown}; there are ${BOUNDS_PARTS.join(', ')}.`);
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1))
    throw new BadFlag(`--scale takes a number above 0, up to 1, not '${values.scale}'.`);
  return { parts: parts as BoundsPart[], scale, postgresql: values.postgresql ?? null };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        part: { type: 'string' },
        scale: { type: 'string', default: '1' },
        postgresql: { type: 'string' },
      },
    });
  } catch (error) {
    throw new BadFlag((error as Error).message, { cause: error });
  }
}
