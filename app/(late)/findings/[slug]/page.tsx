import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { writeRequest } from '../../../../components/code/code-text';
import { FindingView } from '../../../../components/finding/FindingView';
import { shareMetadata } from '../../../../components/finding/share-metadata';
import { VersionHistory } from '../../../../components/finding/VersionHistory';
import { WithdrawnFinding } from '../../../../components/finding/WithdrawnFinding';
import {
  FindingHistoryDocument,
  FindingPageDocument,
  FindingTitleDocument,
  JointPatchesDocument,
} from '../../../../components/generated/graphql';
import { DEFAULT_METRIC } from '../../../../components/sweep/metrics';
import { query } from '../../../apollo';
import { readOrigin } from '../../../origin';
import { readSegment } from '../../../read-segment';

interface Props {
  /** A slug, or a slug and a version: name-movers@2. */
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const slug = readSegment((await params).slug);
  const { data } = await query({ query: FindingTitleDocument, variables: { slug } });
  if (!data?.finding) return { title: 'No such finding' };
  const { title, version, withdrawnAt } = data.finding;
  const shared = shareMetadata(data.finding, await readOrigin());
  if (slug.includes('@')) return { ...shared, title: `${title} (version ${version})` };
  return withdrawnAt === null ? { ...shared, title } : { title: `Withdrawn: ${title}` };
}

export default async function FindingPage({ params }: Props) {
  const slug = readSegment((await params).slug);
  const { data } = await query({ query: FindingPageDocument, variables: { slug } });
  if (!data?.finding) notFound();
  const { finding, isAdministrator } = data;
  const isPinned = slug.includes('@');
  const history =
    finding.newestVersion > 1
      ? await query({ query: FindingHistoryDocument, variables: { slug: finding.slug } })
      : null;
  const versions = history?.data?.finding?.versions ?? [];
  if (finding.withdrawnAt !== null && !isPinned) {
    return (
      <>
        <WithdrawnFinding finding={finding} />
        {versions.length > 1 && <VersionHistory slug={finding.slug} versions={versions} shown={0} />}
      </>
    );
  }
  const { id, metrics } = finding.run;
  const metric = metrics[0] ?? DEFAULT_METRIC;
  const joint = await query({ query: JointPatchesDocument, variables: { id, metric } });
  return (
    <FindingView
      finding={finding}
      joint={joint.data && { metric, data: joint.data }}
      versions={versions}
      isPinned={isPinned}
      isAdministrator={isAdministrator}
      request={writeRequest(FindingPageDocument, { slug })}
    />
  );
}
