import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServices, type TestServices } from '../testing/test-services';
import { countEvidence } from './count-evidence';
import { countVerdicts } from './claims';
import { readTallies } from './tallies';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());

const owner = { connectOrCreate: { where: { id: 'ann' }, create: { id: 'ann', name: 'Ann' } } };
const SIZES = { layers: 1, heads: 1, dModel: 1, dVocab: 1, context: 1, parameters: 1 };
const model = { connectOrCreate: { where: { id: 'fake' }, create: { id: 'fake', ...SIZES } } };

async function createRun(id: string): Promise<void> {
  const fields = {
    direction: 'DENOISING',
    prependBos: true,
    kinds: '[]',
    contentHash: '',
    status: 'SUCCEEDED',
  };
  await services.db.run.create({ data: { id, ...fields, owner, model } });
}

async function createFinding(id: string, fields: object = {}): Promise<void> {
  await createRun(`run-${id}`);
  const texts = { slug: id, title: id, summary: id, card: '{}', text: '' };
  await services.db.finding.create({
    data: { id, ...texts, ownerId: 'ann', runId: `run-${id}`, ...fields },
  });
}

it('counts what is shown of each finding, and nothing of others', async () => {
  const { db } = services;
  await createFinding('a');
  await createFinding('b');
  await db.user.create({ data: { id: 'ben', name: 'Ben' } });
  await db.star.createMany({
    data: ['ann', 'ben'].map((userId) => ({ findingId: 'a', userId })),
  });
  const gone = { deletedAt: new Date() };
  for (const [at, state] of [{}, {}, {}, gone, { hiddenAt: new Date() }].entries())
    await db.comment.create({
      data: { id: `c${at}`, findingId: 'a', authorId: 'ann', text: 'x', tree: '{}', ...state },
    });
  for (const id of ['fork-1', 'fork-2']) await createFinding(id, { forkedFromId: 'a' });
  await createFinding('withdrawn', { forkedFromId: 'a', withdrawnAt: new Date() });
  await createFinding('hidden', { forkedFromId: 'a' });
  await db.hiddenFinding.create({ data: { findingId: 'hidden', reason: 'x' } });
  const evidence: { stance: string; isSame: boolean | null }[] = [
    { stance: 'REPLICATION', isSame: true },
    { stance: 'REPLICATION', isSame: true },
    { stance: 'REPLICATION', isSame: false },
    { stance: 'REPLICATION', isSame: null },
    { stance: 'FRESH', isSame: true },
    { stance: 'FRESH', isSame: false },
    { stance: 'ELSEWHERE', isSame: true },
    { stance: 'ELSEWHERE', isSame: false },
    { stance: 'SUPPORTS', isSame: null },
    { stance: 'REFUTES', isSame: null },
    { stance: 'REFUTES', isSame: null },
  ];
  for (const [at, one] of evidence.entries()) {
    await createRun(`evidence-${at}`);
    await db.evidence.create({
      data: { id: `e${at}`, findingId: 'a', runId: `evidence-${at}`, creatorId: 'ben', ...one },
    });
  }
  const verdicts = ['SUPPORTED', 'SUPPORTED', 'REFUTED', 'UNDECIDED', 'INVALID'];
  for (const [index, verdict] of verdicts.entries()) {
    // What other runs say of a claim is not counted.
    const ofRuns = {
      create: [
        { runId: 'run-a', verdict },
        { runId: 'evidence-0', verdict: 'REFUTED' },
      ],
    };
    await db.claim.create({
      data: { id: `k${index}`, findingId: 'a', index, text: `${index}`, verdicts: ofRuns },
    });
  }
  const found = await readTallies(db, ['a', 'b']);
  expect(found.get('a')).toEqual({
    stars: 2,
    comments: 3,
    forks: 2,
    evidence: countEvidence(evidence as Parameters<typeof countEvidence>[0]),
    claims: { supported: 2, refuted: 1, undecided: 1, invalid: 1 },
  });
  expect(found.get('a')!.evidence).toMatchObject({ replicated: 2, refuting: 2, notSurvived: 1 });
  const nothing = { stars: 0, comments: 0, forks: 0, evidence: countEvidence([]), claims: countVerdicts([]) };
  expect(found.get('b')).toEqual(nothing);
});
