'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useState } from 'react';
import { withClient } from '../apollo/browser-client';
import { readError } from '../apollo/read-error';
import { useFreshRead } from '../apollo/use-fresh-read';
import { useLateMutation } from '../apollo/use-late-mutation';
import { Term } from '../glossary/Term';
import {
  FindingClaimsDocument,
  FindingExportDocument,
  ReplicateFindingDocument,
  type ComparedProvenance_ProvenanceFragment,
  type FindingClaims_FindingFragment,
} from '../generated/graphql';
import { useDiscussion } from '../discussion/discussion-context';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { Notice } from '../site/Notice';
import { ClaimTable } from './ClaimTable';
import { EvidenceList } from './EvidenceList';
import classes from './claims.module.css';

const AttachForm = dynamic(() => withClient(import('./AttachForm')).then((module) => module.AttachForm), {
  ssr: false,
});
const FreshPromptsDialog = dynamic(
  () => withClient(import('./FreshPromptsDialog')).then((module) => module.FreshPromptsDialog),
  { ssr: false },
);

interface FindingClaimsProps {
  /** As the page was rendered. */
  readonly initial: FindingClaims_FindingFragment;
  readonly run: { readonly id: string; readonly prompts: number; readonly model: string };
  /** Of the finding's own run. */
  readonly provenance: ComparedProvenance_ProvenanceFragment | null;
}

/** A replication is looked at this often until it has ended, in ms. */
const LOOK_AGAIN_MS = 1500;

/** The claims of a finding by runs, its replications and attached runs, and what a reader can do about them. */
export function FindingClaims({ initial, run, provenance }: FindingClaimsProps) {
  const read = useFreshRead();
  const [finding, setFinding] = useState(initial);
  const [isAttaching, setAttaching] = useState(false);
  const [isRefreshing, setRefreshing] = useState(false);
  const [replicate, { loading, error }] = useLateMutation(ReplicateFindingDocument);
  const { slug } = initial;
  const reload = useCallback(async (): Promise<void> => {
    const data = await read(FindingClaimsDocument, { slug });
    if (data?.finding) setFinding(data.finding);
  }, [read, slug]);
  // Read again when the server says that attached runs or verdicts have changed.
  const version = useDiscussion()?.claimsVersion ?? 0;
  useEffect(() => {
    if (version > 0) reload().catch(() => {});
  }, [version, reload]);
  const isWaiting = finding.evidence.some(
    (one) => !one.isJudged && ['QUEUED', 'RUNNING', 'SUCCEEDED'].includes(one.run.status),
  );
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void reload().catch(() => {}), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWaiting, reload]);
  const start = async (): Promise<void> => {
    await replicate({ variables: { findingId: slug } });
    await reload();
  };
  const save = async (): Promise<void> => {
    const { toFindingJson } = await import('./finding-json');
    const data = await read(FindingExportDocument, { slug });
    if (!data?.finding) return;
    const file = new Blob([toFindingJson(data.finding, window.location.origin)], {
      type: 'application/json;charset=utf-8',
    });
    saveFile(`${fileName('finding', slug)}.json`, file);
  };
  const { claims, furtherRuns, evidence } = finding;
  const isEmpty = claims.length === 0 && evidence.length === 0;
  return (
    <section aria-label="Claims and attached runs" className={classes.section}>
      <Group justify="space-between" align="baseline" mb={8}>
        {isEmpty ? (
          <Text size="sm" c="dimmed">
            Nobody has <Term id="replication">replicated</Term> this finding or attached a run yet.
          </Text>
        ) : (
          <Title order={2}>
            {claims.length > 0 ? (
              <Term id="claim">Claims</Term>
            ) : (
              <>
                <Term id="replication">Replications</Term> and <Term id="evidence">evidence</Term>
              </>
            )}
          </Title>
        )}
        <Group gap={8}>
          <Button
            size="compact-xs"
            variant="default"
            loading={loading}
            onClick={() => void start().catch(() => {})}
          >
            Replicate
          </Button>
          {finding.hasFreshPrompts && (
            <Button size="compact-xs" variant="default" onClick={() => setRefreshing(true)}>
              Try fresh prompts
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => setAttaching(true)}>
            Attach a run
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void save().catch(() => {})}>
            JSON
          </Button>
        </Group>
      </Group>
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      {claims.length > 0 && (
        <ClaimTable claims={claims} furtherRuns={furtherRuns} evidence={evidence} run={run} />
      )}
      {claims.length > 0 && (
        <Text size="xs" c="dimmed" mt={6}>
          A claim is supported or refuted when it holds or fails on the whole 95% interval over prompts, in
          brackets. With one prompt there is no interval: the verdict is about that prompt alone.
        </Text>
      )}
      {evidence.length > 0 && (
        <EvidenceList
          evidence={evidence}
          provenance={provenance}
          canRespond={finding.isMine}
          onChange={reload}
        />
      )}
      {isRefreshing && (
        <FreshPromptsDialog
          findingId={slug}
          seeds={evidence.flatMap(({ run: { freshSeed } }) => freshSeed ?? [])}
          onAttached={reload}
          onClose={() => setRefreshing(false)}
        />
      )}
      {isAttaching && <AttachForm findingId={slug} onAttached={reload} onClose={() => setAttaching(false)} />}
    </section>
  );
}
