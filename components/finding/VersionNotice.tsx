import type { FindingPageQuery } from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';

interface VersionNoticeProps {
  readonly finding: Pick<
    NonNullable<FindingPageQuery['finding']>,
    'slug' | 'version' | 'newestVersion' | 'withdrawnAt'
  >;
}

/** Says on the page of a version that there is a newer one, or that the finding was withdrawn. */
export function VersionNotice({ finding }: VersionNoticeProps) {
  const { slug, version, newestVersion, withdrawnAt } = finding;
  const link = <TextLink href={`/findings/${slug}`}>Open the finding</TextLink>;
  if (withdrawnAt !== null) {
    return (
      <Notice tone="warning">
        This is version {version} of a finding that was withdrawn on {withdrawnAt.slice(0, 10)}. {link}
      </Notice>
    );
  }
  if (version === newestVersion) {
    return (
      <Notice>
        This is version {version}, the newest one. The address does not change when the finding is edited.{' '}
        {link}
      </Notice>
    );
  }
  return (
    <Notice tone="warning">
      This is version {version}; the newest is version {newestVersion}. {link}
    </Notice>
  );
}
