/** A finding for frames of other sites. proxy.ts sets its Content-Security-Policy. */
import { embedPage, missingPage } from '../../../../components/embed/embed-page';
import { EmbeddedFindingDocument, type EmbeddedFindingQuery } from '../../../../components/generated/graphql';
import { isSecure } from '../../../../server/http/is-secure';
import { requestOrigin } from '../../../../server/http/origin';
import { askAsStranger } from '../../../../server/graphql/ask-as-stranger';
import { readSegment } from '../../../read-segment';

interface Context {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const slug = readSegment((await params).slug);
  const data = await askAsStranger<EmbeddedFindingQuery>(request, EmbeddedFindingDocument, { slug });
  const origin = requestOrigin((name) => request.headers.get(name), isSecure(request));
  const finding = data?.finding;
  return new Response(finding ? embedPage(finding, origin) : missingPage(), {
    status: finding ? 200 : 404,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=60' },
  });
}
