import type { Direction } from '../../domain/effect';
import { Term } from './Term';

/** Directions of patching in words, e.g. `denoising and noising`, each explained. */
export function DirectionTerms({ directions }: { readonly directions: readonly Direction[] }) {
  return directions.map((direction, at) => (
    <span key={direction}>
      {at > 0 && ' and '}
      {direction === 'DENOISING' ? <Term id="denoising">denoising</Term> : <Term id="noising">noising</Term>}
    </span>
  ));
}
