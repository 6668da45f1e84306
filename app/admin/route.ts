import { serveAdministratorAddress } from '../../server/http/administrator-address';

export const dynamic = 'force-dynamic';

export const GET = serveAdministratorAddress;
