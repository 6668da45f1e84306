/** The schema's subscriptions over server-sent events. */
import { serveStream } from '../../../../server/graphql/stream';

export const dynamic = 'force-dynamic';

export { serveStream as GET, serveStream as POST };
