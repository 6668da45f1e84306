/** The name of an author in the search text of findings. */
import { MAX_PAIRS } from '../../domain/limits';
import type { Database } from '../db';
import { joinSearchText } from '../gallery/search-text';

/** Writes the search text of an author's findings again, after the author's name has changed. */
export async function renameAuthor(
  db: Pick<Database, 'finding'>,
  ownerId: string,
  author: string,
): Promise<void> {
  const findings = await db.finding.findMany({
    where: { ownerId },
    select: {
      id: true,
      title: true,
      summary: true,
      tags: true,
      claims: { orderBy: { index: 'asc' }, select: { text: true } },
      run: {
        select: { modelId: true, pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } } },
      },
    },
  });
  for (const { id, title, summary, tags, claims, run } of findings) {
    const text = { title, summary, tags: tags.map(({ tag }) => tag) };
    await db.finding.updateMany({
      where: { id },
      data: {
        text: joinSearchText(text, {
          author,
          model: run.modelId,
          pairs: run.pairs,
          claims: claims.map((claim) => claim.text),
        }),
      },
    });
  }
}
