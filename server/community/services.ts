/** What the code in this folder needs of its process. */
import type { Database } from '../db';
import type { Changes } from './announce';

export interface CommunityServices {
  readonly db: Database;
  readonly changes: Changes;
}
