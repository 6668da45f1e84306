/** The picture that other sites show for a link to the heads of a model (Open Graph, 1200 x 630). */
import { HeadGridPreviewImage } from '../../../../../components/embed/HeadGridPreviewImage';
import { HeadGridPageDocument, type HeadGridPageQuery } from '../../../../../components/generated/graphql';
import { LEAST_RECOVERY } from '../../../../../domain/head-matters';
import { askAsStranger } from '../../../../../server/graphql/ask-as-stranger';
import { drawPreview, refusePreview } from '../../../../draw-preview';
import { readSegment } from '../../../../read-segment';

interface Context {
  readonly params: Promise<{ readonly model: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const variables = {
    model: readSegment((await params).model),
    least: LEAST_RECOVERY,
    direction: null,
    metric: 'LOGIT_DIFF',
  };
  const data = await askAsStranger<HeadGridPageQuery>(request, HeadGridPageDocument, variables);
  if (!data?.headGrid) return refusePreview('model');
  return drawPreview(<HeadGridPreviewImage grid={data.headGrid} />);
}
