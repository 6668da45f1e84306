/** `npm run generate`: the database client and the GraphQL types, after a change of their schemas. */
import { generate } from './set-up.mjs';

await generate();
