/**
 * References to cells in a finding's text: `[[L9H9]]` is a head, `[[L9H9 p12]]` a head at a position, `[[L9H9 p14 <- p10]]` an
 * entry of its pattern (destination, source position), `[[L9 p12]]` a layer at a position, `[[L9]]` a layer at position 0.
 * In a run by role, roles take the place of positions: `[[L9H9 END]]`, `[[L9H9 END <- S2]]`. References inside code and formulas are ignored.
 */
import {
  coordinatesToIndex,
  findReferences,
  listReferenceKinds,
  placeReference,
  type CellAddress,
  type Reference,
} from '../../domain/cell';
import { findRole } from '../../domain/roles';
import type { InputIssue } from '../errors';
import type { SweepData } from '../runs/results/sweep-view';

/** Text that is meant as a reference, whether it is valid or not. */
const LIKE_REFERENCE = /\[\[\s*L\s?\d[^[\]\n]{0,40}\]\]/gi;
const FENCED_CODE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm;
const INLINE_CODE = /(?<!`)(`+)(?!`)[^`](?:[\s\S]*?[^`])??\1(?!`)/g;

/** As formulas/formula-syntax.ts reads them, about: `$$`, or a `$` that touches what it encloses, within a paragraph. */
const FORMULA =
  /(?<![\\$])\$\$(?!\$)(?:\\[\s\S]|[^\\$]|\$(?!\$))+\$\$(?!\$)|(?<![\\$\p{L}\p{N}])\$(?![\s$])(?:\\[\s\S]|(?!\n[ \t]*\n)[^\\$])+(?<!\s)\$(?![$\d])/gu;

type SweepShape = Pick<SweepData, 'kind' | 'axes' | 'shape'>;

/** The run that a text may refer to. */
export interface Referable {
  readonly modelId: string;
  readonly layers: number;
  readonly heads: number;
  /** Tokens of a prompt. */
  readonly positions: number;
  /** Names of the steps of position axes; none for positions by index. */
  readonly roles: readonly string[];
  readonly sweeps: readonly SweepShape[];
}

/** The valid references of a Markdown text, in order. */
export function readReferences(markdown: string): Reference[] {
  return findReferences(blankCode(markdown));
}

/** The cell that a reference points to; null if no sweep has it. @param roles names of the steps of position axes. */
export function findCell(
  reference: Reference,
  sweeps: readonly SweepShape[],
  roles: readonly string[] = [],
): CellAddress | null {
  const place = placeReference(reference, roles);
  if (!place) return null;
  const { layer, head, src } = place;
  const position = head === null ? (place.position ?? 0) : place.position;
  for (const kind of listReferenceKinds(place)) {
    const cell = { kind, layer, head, position, ...(src != null && { src }) };
    if (hasCell(sweeps, cell)) return cell;
  }
  return null;
}

/** Whether one of the sweeps has a cell. */
export function hasCell(sweeps: readonly SweepShape[], cell: CellAddress): boolean {
  const sweep = sweeps.find(({ kind }) => kind === cell.kind);
  return sweep !== undefined && typeof coordinatesToIndex(sweep, cell) === 'number';
}

/** One issue for each distinct reference without a cell, with the reason. */
export function checkReferences(markdown: string, run: Referable): InputIssue[] {
  const texts = new Set([...blankCode(markdown).matchAll(LIKE_REFERENCE)].map(([text]) => text));
  return [...texts].flatMap((text) => {
    const [reference] = readReferences(text);
    const reason = reference
      ? explainMissing(reference, run)
      : 'is not valid; write [[L9H6]] for a head, [[L9H6 p12]] for a head at a position, [[L9H6 p14 <- p10]] for an entry of its pattern, [[L9]] or [[L9 p12]] for a layer';
    return reason === null ? [] : [{ path: 'summary', message: `The reference ${text} ${reason}.` }];
  });
}

function explainMissing(reference: Reference, run: Referable): string | null {
  const { layer, head, position, src, role, srcRole } = reference;
  if (layer >= run.layers) return `names layer ${layer}; ${run.modelId} has layers 0 to ${run.layers - 1}`;
  if (head !== null && head >= run.heads) {
    return `names head ${head}; ${run.modelId} has heads 0 to ${run.heads - 1}`;
  }
  const missing = [role, srcRole].find((name) => name !== undefined && findRole(run.roles, name) < 0);
  if (missing !== undefined) {
    return run.roles.length > 0
      ? `names the role ${missing}; this run has the roles ${run.roles.join(', ')}`
      : `names the role ${missing}; this run has positions by index, such as p${run.positions - 1} for the last one`;
  }
  if (run.roles.length > 0 && (position !== null || src != null))
    return `names a position; this run has positions by role: ${run.roles.join(', ')}`;
  const last = Math.max(position ?? 0, src ?? 0);
  if (last >= run.positions) {
    return `names position ${last}; the prompts of this run have positions 0 to ${run.positions - 1}`;
  }
  if (findCell(reference, run.sweeps, run.roles)) return null;
  const hasPosition = position !== null || role !== undefined;
  const hasSource = src != null || srcRole !== undefined;
  if (head === null && hasSource) return 'names an entry of a pattern without its head';
  const swept =
    head === null
      ? 'layers by position'
      : !hasPosition
        ? 'heads'
        : !hasSource
          ? 'heads by position'
          : 'entries of patterns';
  return `needs a sweep of ${swept}, which this run does not have`;
}

/** Replaces code and formulas by spaces. */
function blankCode(markdown: string): string {
  const blank = (code: string): string => ' '.repeat(code.length);
  return markdown.replaceAll(FENCED_CODE, blank).replaceAll(INLINE_CODE, blank).replaceAll(FORMULA, blank);
}
