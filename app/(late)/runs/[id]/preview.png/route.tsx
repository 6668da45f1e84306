/** The picture that other sites show for a link to a public run (Open Graph, 1200 x 630). */
import { RunPreviewImage } from '../../../../../components/embed/RunPreviewImage';
import { RunPreviewDocument, type RunPreviewQuery } from '../../../../../components/generated/graphql';
import { askAsStranger } from '../../../../../server/graphql/ask-as-stranger';
import { readPublicPicture } from '../../../../../server/http/run-thumbnail';
import { drawPreview, refusePreview } from '../../../../draw-preview';

interface Context {
  readonly params: Promise<{ readonly id: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  // Of runs that are not public it reads nothing, also not for whoever may open them.
  const picture = await readPublicPicture(id);
  const data = picture && (await askAsStranger<RunPreviewQuery>(request, RunPreviewDocument, { id }));
  if (!picture || !data?.run) return refusePreview('run, or it has no picture');
  return drawPreview(<RunPreviewImage run={data.run} picture={picture} />);
}
