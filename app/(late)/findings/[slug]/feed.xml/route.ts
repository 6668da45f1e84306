/** Comments on a finding and runs that are attached to it, as Atom. */
import { serveFindingFeed } from '../../../../../server/http/feeds';

interface Context {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return serveFindingFeed(request, (await params).slug, 'atom');
}
