/** Finds a finding by what people write: its id, its slug, or its slug with a version. */
import type { Actor } from '../accounts/policy';
import { readableFindings } from '../accounts/visibility';
import type { Database, Finding } from '../db';
import { AppError } from '../errors';
import type { ListedFinding } from './list';
import { atVersion, readVersion, type FindingAtVersion } from './versions';

/** Mutations take an id or a slug. @throws NOT_FOUND */
export async function findByIdOrSlug({ finding }: Pick<Database, 'finding'>, key: string): Promise<Finding> {
  const found =
    (await finding.findUnique({ where: { id: key } })) ??
    (await finding.findUnique({ where: { slug: key } }));
  if (!found) throw new AppError('NOT_FOUND', `There is no finding '${key}'.`);
  return found;
}

/** @throws CONFLICT for a finding that was withdrawn. */
export function checkStanding({ withdrawnAt }: Pick<Finding, 'withdrawnAt'>): void {
  if (withdrawnAt === null) return;
  const message = 'This finding was withdrawn, so it does not change any more. Publish another run instead.';
  throw new AppError('CONFLICT', message);
}

const WITH_VERSION = /^(?<slug>[^@]+)@(?<number>[1-9]\d{0,8})$/;

/** The finding with a slug, or a version of it (`name-movers@3`); null when there is none that the reader may open. */
export async function findFinding(
  { db }: { readonly db: Pick<Database, 'finding' | 'findingVersion'> },
  actor: Actor,
  address: string,
): Promise<ListedFinding | FindingAtVersion | null> {
  const groups = WITH_VERSION.exec(address)?.groups;
  const slug = groups?.['slug'] ?? address;
  const where = { slug, AND: readableFindings(actor) };
  const finding = await db.finding.findFirst({ where, omit: { text: true } });
  if (!finding || !groups) return finding;
  const version = await readVersion(db, finding.id, Number(groups['number']));
  return version && atVersion(finding, version);
}
