import { SITES } from '../../domain/sites';
import { VERDICT_TEXT } from '../gallery/baseline-text';
import { Thumbnail } from '../gallery/Thumbnail';
import type { RunRow_RunFragment } from '../generated/graphql';

/** The small heatmap of a run. */
export function RunThumbnail({ run }: { readonly run: Pick<RunRow_RunFragment, 'thumbnail' | 'baseline'> }) {
  const { thumbnail, baseline } = run;
  if (!thumbnail) return null;
  const { title, activation } = SITES[thumbnail.kind];
  const isRecovery = baseline !== null && VERDICT_TEXT[baseline.verdict] === null;
  return (
    <Thumbnail
      light={thumbnail.light}
      dark={thumbnail.dark}
      label={`${title}, by layer, ${isRecovery ? 'recovery' : 'change in logits'}`}
      isOfHeads={activation !== null}
    />
  );
}
