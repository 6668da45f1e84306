/** Where the picture of a block has the activations that can be patched. */
import { BLOCK_PARTS, type BlockPart } from '../../domain/block-parts';

/** Size of the picture in its own unit, one CSS pixel at its full width. */
export const PICTURE = { width: 360, height: 436 } as const;

/** The residual stream: where it runs, and where the outputs of attention and MLP are added. */
export const STREAM = { x: 56, from: 8, to: 428, sums: [250, 366] } as const;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const ATTENTION: Box = { x: 124, y: 54, width: 234, height: 164 };
export const MLP: Box = { x: 124, y: 300, width: 234, height: 34 };

/** Places by the name of the activation. */
const PLACES: Readonly<Record<string, Box>> = {
  resid_pre: { x: 8, y: 20, width: 96, height: 28 },
  q: { x: 132, y: 80, width: 70, height: 56 },
  k: { x: 206, y: 80, width: 70, height: 56 },
  v: { x: 280, y: 80, width: 70, height: 56 },
  pattern: { x: 132, y: 152, width: 144, height: 56 },
  z: { x: 280, y: 152, width: 70, height: 56 },
  attn_out: { x: 140, y: 236, width: 92, height: 28 },
  resid_mid: { x: 8, y: 274, width: 96, height: 28 },
  mlp_out: { x: 140, y: 352, width: 92, height: 28 },
  resid_post: { x: 8, y: 392, width: 96, height: 28 },
};

export interface PlacedPart extends BlockPart {
  readonly box: Box;
}

/** The activations that the picture shows. */
export const PLACED_PARTS: readonly PlacedPart[] = BLOCK_PARTS.flatMap((part) => {
  const box = PLACES[part.name];
  return box ? [{ ...part, box }] : [];
});

/** The activations that the picture has no place for: they are named below it. */
export const UNPLACED_PARTS: readonly BlockPart[] = BLOCK_PARTS.filter(({ name }) => !(name in PLACES));
