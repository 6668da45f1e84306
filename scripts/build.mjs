/** `npm run build`: prepares everything that serving needs. */
import { prepare } from './set-up.mjs';

await prepare();
