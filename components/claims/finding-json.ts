/** A finding as JSON: its text, its claims with what each run says of them, and the runs that are attached to it. */
import { FINDING_FORMAT, FINDING_VERSION, SCHEMA_PATHS } from '../../domain/exchange/formats';
import { writeFile } from '../export/digest';
import { pinnedPath, readVersion } from '../../domain/pinned-address';
import type { FindingExportQuery } from '../generated/graphql';

type Exported = NonNullable<FindingExportQuery['finding']>;
type ExportedRun = Exported['run'];

/**
 * Writes the file. The values of the runs are exported on their own pages.
 *
 * @param origin of the site.
 */
export function toFindingJson(finding: Exported, origin: string): string {
  const { id, slug, title, summary, tags, createdAt, editedAt, author, run, claims, evidence } = finding;
  const head = {
    $schema: `${origin}${SCHEMA_PATHS[FINDING_FORMAT]}`,
    format: FINDING_FORMAT,
    version: FINDING_VERSION,
    about:
      'Claims are in the language of docs/claims.md. low and high are the 95% interval of value over prompts; null where there is none. ' +
      'Verdicts name the run that they are of: the own run first, then attached runs. ' +
      '`digest` is the sha256 of the canonical form (RFC 8785) of the file without `digest`.',
  };
  // Fields are listed, so that what the page reads beside them does not change the format.
  return writeFile(head, {
    id,
    slug,
    address: `${origin}${pinnedPath(finding)}`,
    findingVersion: readVersion(finding),
    title,
    summary,
    tags,
    createdAt,
    editedAt,
    author: { id: author.id, name: author.name },
    run: describeRun(run),
    claims: claims.map((claim) => ({
      id: claim.id,
      text: claim.text,
      verdicts: claim.verdicts.map(describeVerdict),
    })),
    evidence: evidence.map((one) => ({
      id: one.id,
      createdAt: one.createdAt,
      isReplication: one.isReplication,
      isFresh: one.isFresh,
      isElsewhere: one.isElsewhere,
      stance: one.stance,
      note: one.note,
      author: { id: one.author.id, name: one.author.name },
      run: { ...describeRun(one.run), status: one.run.status, freshSeed: one.run.freshSeed },
      isJudged: one.isJudged,
      comparison: one.comparison && {
        isSame: one.comparison.isSame,
        metrics: one.comparison.metrics.map(({ metric, difference, tolerance }) => ({
          metric,
          difference,
          tolerance,
        })),
      },
      response: one.response,
      respondedAt: one.respondedAt,
    })),
  });
}

function describeRun({ id, title, model, provenance }: ExportedRun) {
  const by = provenance && {
    modelSha256: provenance.modelSha256,
    engine: provenance.engine,
    runtime: provenance.runtime,
    provider: provenance.provider,
  };
  return { id, title, model: { id: model.id }, provenance: by };
}

function describeVerdict({ error, ...verdict }: Exported['claims'][number]['verdicts'][number]) {
  const { runId, value, low, high, cell, direction, metric } = verdict;
  return {
    runId,
    verdict: verdict.verdict,
    value,
    low,
    high,
    error: error && { message: error.message, at: error.at },
    cell,
    direction,
    metric,
  };
}
