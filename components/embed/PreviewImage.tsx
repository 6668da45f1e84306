import { isPositionAxis } from '../../domain/cell';
import { SITES } from '../../domain/sites';
import { describeClaimCounts } from '../gallery/describe-counts';
import { decodeFloats } from '../sweep/effects';
import { describeDirections } from '../sweep/figure-context';
import { pictureColumns } from './picture-columns';
import type { EmbeddedFinding } from './card-figure';
import { PreviewFrame } from './PreviewFrame';
import { PreviewPlot } from './PreviewPlot';

/** Title, author, prompt, verdicts and heatmap of a finding, for links to it. */
export function PreviewImage({ finding }: { readonly finding: EmbeddedFinding }) {
  const { title, author, modelId, card, claimCounts } = finding;
  const { kind, shape, prompt, directions } = card;
  const claims = describeClaimCounts(claimCounts);
  const isByPosition = SITES[kind].axes.some((axis) => isPositionAxis(axis));
  return (
    <PreviewFrame
      title={title}
      lines={[
        `${author.name} · ${describeDirections(directions)} on ${modelId}`,
        prompt,
        ...(claims ? [claims.words] : []),
      ]}
    >
      <PreviewPlot
        shape={shape}
        values={decodeFloats(card.picture)}
        columns={pictureColumns(card, finding.run.roles)}
        columnName={isByPosition ? 'position' : 'head'}
        caption={SITES[kind].title}
      />
    </PreviewFrame>
  );
}
