import { isPositionAxis } from '../../domain/cell';
import { SITES } from '../../domain/sites';
import type { RunPreviewQuery } from '../generated/graphql';
import { describeDirections } from '../sweep/figure-context';
import { pictureColumns } from './picture-columns';
import { PreviewFrame } from './PreviewFrame';
import { PreviewPlot } from './PreviewPlot';

interface RunPreviewImageProps {
  /** Of a run with a thumbnail. */
  readonly run: NonNullable<RunPreviewQuery['run']>;
  /** The values of the thumbnail. */
  readonly picture: { readonly shape: readonly number[]; readonly values: readonly number[] };
}

/** Title, prompt and heatmap of a public run, for links to it. */
export function RunPreviewImage({ run, picture }: RunPreviewImageProps) {
  const { title, owner, model, directions, subject, roles, pairs, thumbnail } = run;
  const { kind } = thumbnail!;
  const [pair] = pairs;
  const isByPosition = SITES[kind].axes.some((axis) => isPositionAxis(axis));
  const columns = pictureColumns(
    {
      kind,
      shape: [...picture.shape],
      clean: pair!.cleanTokens,
      corrupted: pair!.corruptedTokens,
      differingPositions: pair!.differingPositions,
      alignment: pair!.alignment,
      directions,
    },
    roles,
  );
  return (
    <PreviewFrame
      title={title}
      lines={[
        `${owner.name} · ${describeDirections(directions)} on ${model.id}`,
        ...(subject === title ? [] : [subject]),
        run.pairCount === 1 ? '1 prompt pair' : `${run.pairCount} prompt pairs`,
      ]}
    >
      <PreviewPlot
        {...picture}
        columns={columns}
        columnName={isByPosition ? 'position' : 'head'}
        caption={SITES[kind].title}
      />
    </PreviewFrame>
  );
}
