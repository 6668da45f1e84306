/** What is needed to patch a site: where the patched value enters, and how it is computed. One file for each site. */
import type { ResidualPoint } from '../run-pair';
import type { HeadParts } from './head-parts';

/** The source run's residual stream of one layer at one position of one prompt: [dModel] each. */
export type SourceRows = Readonly<Record<ResidualPoint, Float32Array>>;

/** A site that is one row of the residual stream, or one row of what a half-block adds to it. */
export interface ResidualEntry {
  /** TransformerLens' name of the site, as in domain/sites.ts. */
  readonly hook: string;
  readonly point: ResidualPoint;
  /** Whether later positions read it in the attention of its own layer. */
  readonly isReadLater: boolean;
  /** The residual stream that the site is added to; null for a site that is the residual stream itself. */
  readonly addedTo: Exclude<ResidualPoint, 'post'> | null;
  /**
   * Writes the residual stream at one position of one prompt after the patch.
   *
   * @param row [dModel]: written.
   * @param addedTo of the patched run, at the same position: [dModel]. Equals `row` where the site is added to nothing.
   */
  write(row: Float32Array, source: SourceRows, addedTo: Float32Array): void;
}

/** A site inside one attention head. It changes the output z of that head. */
export interface HeadEntry {
  readonly hook: string;
  readonly point: 'heads';
  /** Whether later positions read it in the attention of its own layer. Then a patch at one position changes z at all later ones. */
  readonly isReadLater: boolean;
  /** Order of the computation inside a head. Of several patched sites of one head, deeper ones are replaced later. */
  readonly depth: number;
  /**
   * The head with this site taken from the source run at patched positions.
   *
   * @param src source position of the entries that a pattern takes; null for whole rows. Other sites ignore it.
   */
  replace(
    head: HeadParts,
    source: HeadParts,
    isPatched: (position: number) => boolean,
    src: number | null,
  ): HeadParts;
}

export type SiteEntry = ResidualEntry | HeadEntry;
