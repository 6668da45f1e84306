/** What a thread is about, besides the finding. */
import { formatComponent, parseCellParameter } from '../../domain/cell';
import { SITES } from '../../domain/sites';

/** A claim or a cell; null for the finding as a whole. */
export type Subject =
  | { readonly type: 'claim'; readonly id: string; readonly text: string }
  /** The cell as in addresses. */
  | { readonly type: 'cell'; readonly cell: string }
  | null;

/** `Head output (z), L9H9` for `HEAD_Z:9:9`. */
export function describeCellAddress(address: string): string {
  const cell = parseCellParameter(address);
  return cell ? `${SITES[cell.kind].title}, ${formatComponent(cell.kind, cell)}` : address;
}

/** `claim z[9.9] > 0.2` or `cell Head output (z), L9H9`. */
export function describeSubject(subject: NonNullable<Subject>): string {
  return subject.type === 'claim' ? `claim ${subject.text}` : `cell ${describeCellAddress(subject.cell)}`;
}

/** `1 comment`, `2 comments`. */
export function describeCommentCount(count: number): string {
  return `${count} ${count === 1 ? 'comment' : 'comments'}`;
}
