/**
 * References to cells in a finding's text: `[[L9H9]]` is a head, `[[L9H9 p12]]` a head at a position, `[[L9 p12]]` a layer at a
 * position and `[[L9]]` that at position 0. References in code are examples, not references.
 */
import type { InputIssue } from '../errors';
import type { SweepKind } from '../engine/types';
import { placeKey, type CellPlace, type SweepData } from '../runs/sweep-view';

/** The sweeps that a reference may point into, in order of preference; the site's links choose alike. */
const HEAD_KINDS: readonly SweepKind[] = ['HEAD_Z', 'HEAD_V', 'HEAD_PATTERN', 'HEAD_Q', 'HEAD_K'];
const LAYER_KINDS: readonly SweepKind[] = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'];
const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;
/** What is meant as a reference, whether it can be read or not. */
const LIKE_REFERENCE = /\[\[\s*L\s?\d[^[\]\n]{0,40}\]\]/gi;
const FENCED_CODE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
const INLINE_CODE = /(?<!`)(`+)(?!`)[^`](?:[\s\S]*?[^`])??\1(?!`)/g;

/** A reference as it stands in a text. */
export interface CellReference extends CellPlace {
  /** With its brackets. */
  readonly text: string;
}

/** A cell of one of a run's sweeps. */
export interface SweepCell extends CellPlace {
  readonly kind: SweepKind;
}

type SweepShape = Pick<SweepData, 'kind' | 'axes' | 'shape'>;

/** What a text may refer to. */
export interface Referable {
  readonly modelId: string;
  readonly layers: number;
  readonly heads: number;
  /** Tokens of a prompt. */
  readonly positions: number;
  readonly sweeps: readonly SweepShape[];
}

/** The references of a Markdown text that can be read, in its order. */
export function readReferences(markdown: string): CellReference[] {
  return [...withoutCode(markdown).matchAll(REFERENCE)].map(([text, layer, head, position]) => ({
    text,
    layer: Number(layer),
    head: head === undefined ? null : Number(head),
    position: position === undefined ? null : Number(position),
  }));
}

/** The cell that a reference points to; null where no sweep has it. */
export function findCell(reference: CellReference, sweeps: readonly SweepShape[]): SweepCell | null {
  const { layer, head } = reference;
  const position = head === null ? (reference.position ?? 0) : reference.position;
  for (const kind of kindsFor(reference)) {
    const cell = { kind, layer, head, position };
    if (hasCell(sweeps, cell)) return cell;
  }
  return null;
}

/** Whether one of the sweeps has a cell. */
export function hasCell(sweeps: readonly SweepShape[], cell: SweepCell): boolean {
  const sweep = sweeps.find(({ kind }) => kind === cell.kind);
  return sweep?.axes.every((axis, at) => (cell[placeKey(axis)] ?? Infinity) < sweep.shape[at]!) ?? false;
}

/** One issue for each distinct reference that cannot be followed, with its text and the reason. */
export function checkReferences(markdown: string, run: Referable): InputIssue[] {
  const texts = new Set([...withoutCode(markdown).matchAll(LIKE_REFERENCE)].map(([text]) => text));
  return [...texts].flatMap((text) => {
    const [reference] = readReferences(text);
    const reason = reference
      ? whyMissing(reference, run)
      : 'cannot be read; write [[L9H6]] for a head, [[L9H6 p12]] for a head at a position, [[L9]] or [[L9 p12]] for a layer';
    return reason === null ? [] : [{ path: 'summary', message: `The reference ${text} ${reason}.` }];
  });
}

function whyMissing(reference: CellReference, run: Referable): string | null {
  const { layer, head, position } = reference;
  if (layer >= run.layers) return `names layer ${layer}; ${run.modelId} has layers 0 to ${run.layers - 1}`;
  if (head !== null && head >= run.heads) {
    return `names head ${head}; ${run.modelId} has heads 0 to ${run.heads - 1}`;
  }
  if (position !== null && position >= run.positions) {
    return `names position ${position}; the prompts of this run have positions 0 to ${run.positions - 1}`;
  }
  if (findCell(reference, run.sweeps)) return null;
  const swept = head === null ? 'layers by position' : position === null ? 'heads' : 'heads by position';
  return `needs a sweep of ${swept}, which this run does not have`;
}

function kindsFor({ head, position }: CellReference): readonly SweepKind[] {
  if (head === null) return LAYER_KINDS;
  return position === null ? HEAD_KINDS : HEAD_KINDS.map((kind) => `${kind}_BY_POS` as SweepKind);
}

function withoutCode(markdown: string): string {
  const blank = (code: string): string => ' '.repeat(code.length);
  return markdown.replaceAll(FENCED_CODE, blank).replaceAll(INLINE_CODE, blank);
}
