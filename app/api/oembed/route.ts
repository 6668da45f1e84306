/** oEmbed: `/api/oembed?url=<address of a finding>`. */
import { readFindingAddress } from '../../../components/embed/embed-code';
import { describeEmbed } from '../../../components/embed/oembed';
import { EmbeddedFindingDocument, type EmbeddedFindingQuery } from '../../../components/generated/graphql';
import { isSecure } from '../../../server/http/is-secure';
import { requestOrigin } from '../../../server/http/origin';
import { askAsStranger, refuseForeignHost } from '../../../server/graphql/ask-as-stranger';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const refused = refuseForeignHost(request);
  if (refused) return refused;
  const parameters = new URL(request.url).searchParams;
  const origin = requestOrigin((name) => request.headers.get(name), isSecure(request));
  if ((parameters.get('format') ?? 'json') !== 'json') {
    return answer({ message: 'Only the format json is available.' }, 501);
  }
  const address = parameters.get('url');
  const slug = address === null ? null : readFindingAddress(address, origin);
  if (slug === null) {
    return answer(
      { message: `Give the address of a finding as url, such as ${origin}/findings/<slug>.` },
      400,
    );
  }
  const limits = { maxWidth: readSize(parameters, 'maxwidth'), maxHeight: readSize(parameters, 'maxheight') };
  const data = await askAsStranger<EmbeddedFindingQuery>(request, EmbeddedFindingDocument, { slug });
  if (!data?.finding) return answer({ message: 'There is no such finding, or it is not public.' }, 404);
  return answer(describeEmbed(data.finding, origin, limits));
}

/** Null when it is missing or no positive number. */
function readSize(parameters: URLSearchParams, name: string): number | null {
  const size = Number(parameters.get(name));
  return Number.isFinite(size) && size > 0 ? Math.floor(size) : null;
}

function answer(content: object, status = 200): Response {
  return Response.json(content, { status, headers: { 'access-control-allow-origin': '*' } });
}
