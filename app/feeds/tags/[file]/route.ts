/** Findings with a tag, as Atom (`.xml`) or RSS (`.rss`). */
import { serveTagFeed } from '../../../../server/http/feeds';

interface Context {
  readonly params: Promise<{ readonly file: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return serveTagFeed(request, (await params).file);
}
