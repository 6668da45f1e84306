import type { HeadGridView_GridFragment } from '../generated/graphql';
import { LEAST_RECOVERY } from '../../domain/head-matters';
import { PreviewFrame } from './PreviewFrame';
import { PreviewPlot } from './PreviewPlot';

/** In how many findings each head of a model matters, for links to its page. */
export function HeadGridPreviewImage({ grid }: { readonly grid: HeadGridView_GridFragment }) {
  const { model, layers, heads, findings, counts } = grid;
  return (
    <PreviewFrame
      title={`Heads of ${model}`}
      lines={[
        `${findings} published ${findings === 1 ? 'finding' : 'findings'} patched the output of whole heads.`,
        `A cell counts those in which the head recovers at least ${LEAST_RECOVERY}.`,
      ]}
    >
      <PreviewPlot
        shape={[layers, heads]}
        values={counts.map((count) => count ?? NaN)}
        columns={Array.from({ length: heads }, (_, head) => ({ text: String(head) }))}
        columnName="head"
        caption="Findings by head"
        scale="counts"
      />
    </PreviewFrame>
  );
}
