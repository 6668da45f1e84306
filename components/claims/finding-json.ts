/** A finding as JSON: its text, its claims with what each run says of them, and the runs that are attached to it. */
import type { FindingExportQuery } from '../generated/graphql';

export const FINDING_FORMAT = 'patchbay.finding';
/** Increases when a reader of older files would misread newer ones. */
export const FINDING_VERSION = 1;

type Exported = NonNullable<FindingExportQuery['finding']>;

/** Writes the file. The values of the runs are exported on their own pages. */
export function toFindingJson({ isMine: _isMine, claims, evidence, ...finding }: Exported): string {
  const content = {
    format: FINDING_FORMAT,
    version: FINDING_VERSION,
    about:
      'Claims are in the language of docs/claims.md. low and high are the 95% interval of value over prompts; null where there is none. ' +
      'Verdicts name the run that they are of: the own run first, then attached runs.',
    ...finding,
    claims: claims.map(({ id, text, verdicts }) => ({
      id,
      text,
      verdicts: verdicts.map(({ claim: _claim, ...verdict }) => verdict),
    })),
    evidence: evidence.map(({ canRemove: _canRemove, ...one }) => one),
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}
