/** Findings and comments of a person, as Atom (`.xml`) or RSS (`.rss`). */
import { servePersonFeed } from '../../../../server/http/feeds';

interface Context {
  readonly params: Promise<{ readonly file: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return servePersonFeed(request, (await params).file);
}
