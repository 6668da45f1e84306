/** Runs written straight into the database, without the checks of a submission. */
import type { Services } from '../services/services';
import type { SweepKind } from '../engine/api';

/** Stores the model that `storeRuns` names. */
export async function storeFakeModel(services: Services): Promise<void> {
  const { unavailable: _usable, ...model } = (await services.models.list())[0]!;
  await services.db.model.create({ data: model });
}

/**
 * Stores runs named `A1`, of owner A; each was asked for a second after the one before it. The correct answer's token id is
 * the number of the run, which tells tests what an engine was given.
 */
export async function storeRuns(
  { db }: Services,
  names: readonly string[],
  { status = 'QUEUED', kinds = ['HEAD_Z'] }: { status?: string; kinds?: readonly SweepKind[] } = {},
): Promise<void> {
  const before = await db.run.count();
  for (const [index, name] of names.entries()) {
    const owner = { id: name[0]!, name: name[0]! };
    const number = before + index + 1;
    const tokens = JSON.stringify([{ id: number, text: name }]);
    await db.user.upsert({ where: { id: owner.id }, create: owner, update: {} });
    await db.run.create({
      data: {
        id: name,
        createdAt: new Date(1000 * number),
        ownerId: owner.id,
        modelId: 'fake',
        direction: 'DENOISING',
        prependBos: true,
        kinds: JSON.stringify(kinds),
        contentHash: name,
        status,
        visibility: 'UNLISTED',
        pairs: {
          create: {
            index: 0,
            clean: name,
            corrupted: name,
            correct: name,
            incorrect: name,
            cleanTokens: tokens,
            corruptedTokens: tokens,
            correctTokenId: number,
            incorrectTokenId: 0,
          },
        },
      },
    });
  }
}
