/** The small heatmap of a finding's card, as an image that browsers keep. */
import { serveThumbnail } from '../../../../../../server/http/thumbnail';

interface Context {
  readonly params: Promise<{ readonly slug: string; readonly file: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { slug, file } = await params;
  return serveThumbnail(slug, file);
}
