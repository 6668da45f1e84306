/** The picture that other sites show for a link to a finding (Open Graph, 1200 x 630). */
import { PreviewImage } from '../../../../../components/embed/PreviewImage';
import {
  EmbeddedFindingDocument,
  type EmbeddedFindingQuery,
} from '../../../../../components/generated/graphql';
import { askAsStranger } from '../../../../../server/graphql/ask-as-stranger';
import { drawPreview, refusePreview } from '../../../../draw-preview';
import { readSegment } from '../../../../read-segment';

interface Context {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const slug = readSegment((await params).slug);
  const data = await askAsStranger<EmbeddedFindingQuery>(request, EmbeddedFindingDocument, { slug });
  return data?.finding ? drawPreview(<PreviewImage finding={data.finding} />) : refusePreview('finding');
}
