/** Published findings, newest first, by words, results, tag and model. */
import type { Finding, Prisma } from '../db';
import { badUserInput } from '../errors';
import { afterCursor, checkFirst, pageOf, type Page } from '../paging';
import type { Services } from '../services';
import { parseSearch, type ResultCondition } from './search';

const MAX_SEARCH = 500;

export interface FindingFilter {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  readonly tag: string | null;
  readonly model: string | null;
}

/** @throws BAD_USER_INPUT for a page size, cursor or search that is not possible. */
export async function listFindings({ db }: Services, filter: FindingFilter): Promise<Page<Finding>> {
  const { first, after, search, tag, model } = filter;
  checkFirst(first);
  if (search !== null && search.length > MAX_SEARCH) {
    const message = `The search is ${search.length} characters long; use up to ${MAX_SEARCH}.`;
    throw badUserInput([{ path: 'search', message }]);
  }
  const { words, conditions } = parseSearch(search ?? '');
  const where: Prisma.FindingWhereInput[] = [
    afterCursor(after),
    ...words.map((word) => ({ text: { contains: word } })),
    ...conditions.map((condition) => ({ run: whereResult(condition) })),
  ];
  if (tag !== null) where.push({ tags: { some: { tag: tag.toLowerCase() } } });
  if (model !== null) where.push({ run: { modelId: model } });
  const rows = await db.finding.findMany({
    where: { AND: where },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return pageOf(rows, first);
}

/** Above: some cell is. Below: the component was measured, and no cell is above. */
function whereResult({
  kind,
  layer,
  head,
  position,
  comparison,
  value,
}: ResultCondition): Prisma.RunWhereInput {
  const cell: Prisma.EffectWhereInput = { kind, layer };
  if (head !== null) cell.head = head;
  if (position !== null) cell.position = position;
  switch (comparison) {
    case '>':
      return { effects: { some: { ...cell, recovery: { gt: value } } } };
    case '>=':
      return { effects: { some: { ...cell, recovery: { gte: value } } } };
    case '<':
      return {
        effects: { some: { ...cell, recovery: { not: null } }, none: { ...cell, recovery: { gte: value } } },
      };
    case '<=':
      return {
        effects: { some: { ...cell, recovery: { not: null } }, none: { ...cell, recovery: { gt: value } } },
      };
  }
}

/** The finding at an address, or null. */
export function findFinding({ db }: Services, slug: string): Promise<Finding | null> {
  return db.finding.findUnique({ where: { slug } });
}
