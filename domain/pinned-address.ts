/** The address of the version of a finding that is shown: what exports, citations and embeds refer to. */

/** What of a finding names a version. */
export interface VersionedFinding {
  readonly slug: string;
  /** Number of the version that is shown; 1 where findings have no versions. */
  readonly version?: number | undefined;
}

/** The number of the shown version. */
export function readVersion({ version = 1 }: VersionedFinding): number {
  return version;
}

/** The path of the shown version: `/findings/slug@2`; without a version, that of the finding. */
export function pinnedPath(finding: VersionedFinding): string {
  const path = `/findings/${finding.slug}`;
  return finding.version === undefined ? path : `${path}@${readVersion(finding)}`;
}
