/** `npm run bench`: what the engine costs. */
import { benchNotebook } from './notebook';

await benchNotebook();
