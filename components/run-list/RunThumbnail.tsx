import { SITES } from '../../domain/sites';
import { VERDICT_TEXT } from '../gallery/baseline-text';
import type { RunRow_RunFragment } from '../generated/graphql';
import classes from './run-list.module.css';

/** The small heatmap of a run, in two versions; the style sheet hides one, and lazy loading keeps browsers from fetching it. */
export function RunThumbnail({ run }: { readonly run: Pick<RunRow_RunFragment, 'thumbnail' | 'baseline'> }) {
  const { thumbnail, baseline } = run;
  if (!thumbnail) return null;
  const { title, activation } = SITES[thumbnail.kind];
  const isRecovery = baseline !== null && VERDICT_TEXT[baseline.verdict] === null;
  const label = `${title}, by layer, ${isRecovery ? 'recovery' : 'change in logits'}`;
  // Cells of heads are squares; those of positions fill the width.
  const common = {
    loading: 'lazy',
    title: label,
    'data-squares': activation !== null || undefined,
  } as const;
  return (
    <>
      <img alt={label} src={thumbnail.light} data-tone="light" className={classes.thumbnail} {...common} />
      <img alt={label} src={thumbnail.dark} data-tone="dark" className={classes.thumbnail} {...common} />
    </>
  );
}
