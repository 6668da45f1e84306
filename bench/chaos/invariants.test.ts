import { expect, it } from 'vitest';
import { findViolations, type Expected } from './invariants';
import type { Entry } from './ledger';
import { describeResults } from './report';
import type { Snapshot, StoredEvidence, StoredRun } from './snapshot';

const expected: Expected = { digests: new Map([['hash', 'bytes']]), known: new Set(['old']) };

const run = (changes: Partial<StoredRun> = {}): StoredRun => ({
  id: 'run',
  ownerId: 'runner',
  contentHash: 'hash',
  status: 'SUCCEEDED',
  errorMessage: null,
  hasLease: false,
  digest: 'bytes',
  statuses: ['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING', 'SUCCEEDED'],
  knownForMs: 1000,
  endedForMs: 500,
  ...changes,
});
const evidence = (changes: Partial<StoredEvidence> = {}): StoredEvidence => ({
  id: 'evidence',
  findingId: 'finding',
  runId: 'run',
  creatorId: 'replicator',
  stance: 'REPLICATION',
  note: null,
  isJudged: true,
  knownForMs: 90_000,
  verdicts: 2,
  claims: 2,
  ...changes,
});
const comment = { id: 'comment', text: 'Note 1', authorId: 'writer', findingOwnerId: 'author' };
const toldOfComment = { userId: 'author', kind: 'COMMENT', commentId: 'comment', evidenceId: null };
const toldOfEvidence = { userId: 'author', kind: 'REPLICATION', commentId: null, evidenceId: 'evidence' };

const ledger: Entry[] = [
  { kind: 'run', userId: 'runner', marker: 'hash', outcome: 'acknowledged', resultId: 'run' },
  { kind: 'comment', userId: 'writer', marker: 'Note 1', outcome: 'acknowledged', resultId: 'comment' },
  { kind: 'comment', userId: 'writer', marker: 'Note 2', outcome: 'unknown', resultId: null },
  {
    kind: 'replication',
    userId: 'replicator',
    marker: 'finding',
    outcome: 'acknowledged',
    resultId: 'evidence',
  },
  { kind: 'attachment', userId: 'runner', marker: 'Evidence 1', outcome: 'open', resultId: null },
];
const sound: Snapshot = {
  runs: [run()],
  comments: [comment],
  evidence: [evidence()],
  notifications: [toldOfComment, toldOfEvidence],
  damage: null,
};

const find = (changes: Partial<Snapshot>, entries: Entry[] = ledger): string[] =>
  findViolations(entries, { ...sound, ...changes }, expected);

it('finds nothing where everything holds', () => {
  expect(find({})).toEqual([]);
});

it('allows evidence time from when it was attached, however long ago its run has ended', () => {
  const attached = evidence({ isJudged: false, knownForMs: 1000 });
  expect(
    find({
      runs: [run({ endedForMs: 90_000 })],
      evidence: [attached],
      notifications: [toldOfComment],
    }),
  ).toEqual([]);
});

it.each<[string, Partial<Snapshot>, RegExp]>([
  ['a run with two ends', { runs: [run({ statuses: ['RUNNING', 'FAILED', 'SUCCEEDED'] })] }, /ended 2 times/],
  ['a run that goes on', { runs: [run({ statuses: ['SUCCEEDED', 'RUNNING'] })] }, /went on after its end/],
  ['other bytes', { runs: [run({ digest: 'other' })] }, /differ from those of an undisturbed run/],
  ['a run that failed', { runs: [run({ status: 'FAILED', errorMessage: 'no' })] }, /run run failed: no/],
  ['a lease that is left', { runs: [run({ hasLease: true })] }, /still has a lease/],
  [
    'a run without an end',
    { runs: [run({ status: 'QUEUED', statuses: ['QUEUED'], knownForMs: 200_000 })] },
    /has not ended after 150 s: it is QUEUED/,
  ],
  ['a lost run', { runs: [] }, /run run was acknowledged and is not stored/],
  ['a run too many', { runs: [run(), run({ id: 'twin' })] }, /2 runs of runner .* 1 were submitted/],
  ['a lost comment', { comments: [] }, /comment 'Note 1' was acknowledged and is not stored/],
  [
    'a comment that is stored twice',
    {
      comments: [comment, { ...comment, id: 'twin' }],
      notifications: [toldOfComment, { ...toldOfComment, commentId: 'twin' }, toldOfEvidence],
    },
    /comment 'Note 1' is stored 2 times/,
  ],
  [
    'a lost notification',
    { notifications: [toldOfEvidence] },
    /0 notifications, not 1, tell of comment 'Note 1'/,
  ],
  [
    'a notification that is stored twice',
    { notifications: [toldOfComment, toldOfComment, toldOfEvidence] },
    /2 notifications, not 1/,
  ],
  [
    'a lost replication',
    { evidence: [], notifications: [toldOfComment] },
    /replication evidence was acknowledged/,
  ],
  [
    'a replication too many',
    {
      evidence: [evidence(), evidence({ id: 'twin' })],
      notifications: [toldOfComment, toldOfEvidence, { ...toldOfEvidence, evidenceId: 'twin' }],
    },
    /2 replications by .* 1 were asked for/,
  ],
  ['a lost verdict', { evidence: [evidence({ verdicts: 1 })] }, /1 of 2 claims have a verdict/],
  [
    'evidence that is not judged',
    {
      runs: [run({ endedForMs: 90_000 })],
      evidence: [evidence({ isJudged: false })],
      notifications: [toldOfComment],
    },
    /evidence evidence is not judged 60 s after it could be/,
  ],
  ['damage', { damage: 'row 3 missing from index' }, /the database is damaged: row 3/],
])('finds %s', (_, changes, message) => {
  const found = find(changes);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(message);
});

it('finds what was refused and is stored', () => {
  const refused = ledger.map((entry) =>
    entry.marker === 'Note 1' ? { ...entry, outcome: 'refused' as const } : entry,
  );
  expect(find({}, refused)).toEqual(["comment 'Note 1' was refused and is stored"]);
});

it('accepts what nobody was told of once, and a run that is out of attempts', () => {
  const second = { ...comment, id: 'second', text: 'Note 2' };
  const notifications = [...sound.notifications, { ...toldOfComment, commentId: 'second' }];
  expect(find({ comments: [comment, second], notifications })).toEqual([]);
  const failed = run({
    status: 'FAILED',
    digest: null,
    errorMessage: 'The server ended 3 times while it computed this run. Run it again.',
    statuses: ['QUEUED', 'RUNNING', 'FAILED'],
  });
  expect(find({ runs: [failed] })).toEqual([]);
});

it('makes a table', () => {
  const result = {
    setup: 'sqlite',
    kind: 'kill-web',
    recoveredMs: 2000,
    skipped: null,
    violations: [],
  } as const;
  const table = describeResults([
    { ...result, kind: 'db-locked', recoveredMs: null, skipped: 'no' },
    result,
    { ...result, recoveredMs: 4100, violations: ['x'] },
    { ...result, recoveredMs: 3000 },
  ]);
  expect(
    table
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      ),
  ).toEqual([
    ['kill-web', 'sqlite', '3', '3.0', '4.1', '1'],
    ['db-locked', 'sqlite', '0 (1 skipped)', '-', '-', '0'],
  ]);
});
