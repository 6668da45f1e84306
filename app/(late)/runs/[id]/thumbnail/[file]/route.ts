/** The small heatmap of a run, as an image for whoever may open the run. */
import { serveRunThumbnail } from '../../../../../../server/http/run-thumbnail';

interface Context {
  readonly params: Promise<{ readonly id: string; readonly file: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id, file } = await params;
  return serveRunThumbnail(request, id, file);
}
