import type { Metadata } from 'next';
import { nameRun } from '../../../../domain/name-run';
import { notFound } from 'next/navigation';
import {
  ForkedJointPatchesDocument,
  JointPatchesDocument,
  RunPageDocument,
  RunSettledDocument,
  RunTitleDocument,
} from '../../../../components/generated/graphql';
import { RunView } from '../../../../components/run/RunView';
import { shareRun } from '../../../../components/run/share-run';
import { DEFAULT_METRIC } from '../../../../components/sweep/metrics';
import { query } from '../../../apollo';

/** Wait this long for a run to finish before rendering, in ms; a longer run is shown in progress. */
const BLINK_MS = 150;

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const { data } = await query({ query: RunTitleDocument, variables: { id } });
  if (!data?.run) return { title: 'No such run' };
  const { directions, model, imported } = data.run;
  const mark = imported ? ' (imported)' : '';
  // The id distinguishes runs with the same prompts.
  return {
    ...shareRun(data.run),
    title: `${nameRun(data.run)}${mark}, ${directions.join(' and ').toLowerCase()} on ${model.id} · run ${id}`,
  };
}

export default async function RunPage({ params }: Props) {
  const { id } = await params;
  await query({ query: RunSettledDocument, variables: { id, settleMs: BLINK_MS } });
  const { data } = await query({ query: RunPageDocument, variables: { id } });
  if (!data?.run) notFound();
  const { isMine, metrics } = data.run;
  const metric = metrics[0] ?? DEFAULT_METRIC;
  const [joint, forkedJoint] = await Promise.all([
    query({ query: JointPatchesDocument, variables: { id, metric } }),
    // Only its owner is offered to compute them again.
    isMine ? query({ query: ForkedJointPatchesDocument, variables: { id } }) : null,
  ]);
  return (
    <RunView
      id={id}
      initial={data}
      joint={joint.data && { metric, data: joint.data }}
      forkedJoint={forkedJoint?.data}
    />
  );
}
