/** `npm run build`: everything that serving needs, without serving. */
import { prepare } from './set-up.mjs';

await prepare();
