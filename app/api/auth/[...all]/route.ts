/** Sign-up, sign-in, sign-out, passwords and passkeys, served by better-auth. */
import { serveAuthentication } from '../../../../server/http/authentication';

export const dynamic = 'force-dynamic';

export { serveAuthentication as GET, serveAuthentication as POST };
