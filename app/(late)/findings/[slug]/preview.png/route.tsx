/** The picture that other sites show for a link to a finding (Open Graph, 1200 x 630). */
import { PreviewImage } from '../../../../../components/embed/PreviewImage';
import {
  EmbeddedFindingDocument,
  type EmbeddedFindingQuery,
} from '../../../../../components/generated/graphql';
import { askAsStranger } from '../../../../../server/graphql/ask-as-stranger';
import { ImageResponse } from 'next/og';
import { readSegment } from '../../../../read-segment';

interface Context {
  readonly params: Promise<{ readonly slug: string }>;
}

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const slug = readSegment((await params).slug);
  const data = await askAsStranger<EmbeddedFindingQuery>(request, EmbeddedFindingDocument, { slug });
  if (!data?.finding) return new Response('There is no such finding.\n', { status: 404 });
  return new ImageResponse(<PreviewImage finding={data.finding} />, {
    width: 1200,
    height: 630,
    headers: { 'cache-control': 'public, max-age=300' },
  });
}
