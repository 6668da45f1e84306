import { Anchor, Text } from '@mantine/core';
import { Term } from '../glossary/Term';
import classes from '../sweep/sweep.module.css';

const PAPER = 'https://arxiv.org/abs/2404.15255';

/** How to read the map of sufficient and necessary cells. */
export function RolesNote({ threshold }: { readonly threshold: number }) {
  return (
    <Text size="sm" className={classes.reading} component="div" role="note">
      <b>Sufficient</b>: the clean activation of this cell alone recovers at least {threshold} of the gap in
      the corrupted run (<Term id="denoising">denoising</Term>). <b>Necessary</b>: its corrupted activation
      alone destroys at least {threshold} of the gap in the clean run (<Term id="noising">noising</Term>).
      Sufficient only suggests OR: other cells can do the same, so none of them is necessary. Necessary only
      suggests AND: the cell works together with others, so none of them is sufficient. Both: the cell carries
      the answer alone. Neither: its effect is smaller than the threshold in both directions; it can still be
      part of a larger set. At 0.5 the answer is as close to the source run as to the base run. See{' '}
      <Anchor href={PAPER} target="_blank" rel="noreferrer" underline="always" inherit>
        Heimersheim and Nanda 2024
      </Anchor>
      , arXiv 2404.15255.
    </Text>
  );
}
