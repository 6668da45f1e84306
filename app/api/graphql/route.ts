/** GraphQL over HTTP. A browser that opens this address sees GraphiQL instead (next.config.mjs). */
import { serveGraphql } from '../../../server/graphql/http';

export const dynamic = 'force-dynamic';

export { serveGraphql as GET, serveGraphql as POST };
