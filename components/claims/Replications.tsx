'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { withClient } from '../apollo/browser-client';
import { readError } from '../apollo/read-error';
import { useFreshRead } from '../apollo/use-fresh-read';
import { useLateMutation } from '../apollo/use-late-mutation';
import { Term } from '../glossary/Term';
import {
  FindingExportDocument,
  ReplicateFindingDocument,
  type ComparedProvenance_ProvenanceFragment,
  type FindingClaims_FindingFragment,
} from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { Notice } from '../site/Notice';
import { ClaimTable, describeAttached } from './ClaimTable';
import classes from './claims.module.css';

/** Few findings have attached runs. */
const EvidenceList = dynamic(() => import('./EvidenceList').then((module) => module.EvidenceList));
const AttachForm = dynamic(() => withClient(import('./AttachForm')).then((module) => module.AttachForm), {
  ssr: false,
});
const FreshPromptsDialog = dynamic(
  () => withClient(import('./FreshPromptsDialog')).then((module) => module.FreshPromptsDialog),
  { ssr: false },
);

/** Id of the section. */
export const REPLICATIONS_ID = 'replications';

interface ReplicationsProps {
  readonly finding: FindingClaims_FindingFragment;
  /** Of the finding's own run. */
  readonly provenance: ComparedProvenance_ProvenanceFragment | null;
  /** Reads the finding again. */
  readonly reload: () => Promise<void>;
}

/** The replications of a finding and the runs that are attached to it: their verdicts on its claims, what was said, and buttons for more. */
export function Replications({ finding, provenance, reload }: ReplicationsProps) {
  const read = useFreshRead();
  const [isAttaching, setAttaching] = useState(false);
  const [isRefreshing, setRefreshing] = useState(false);
  const [replicate, { loading, error }] = useLateMutation(ReplicateFindingDocument);
  const { slug, claims, evidence } = finding;
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
  return (
    <section
      id={REPLICATIONS_ID}
      aria-label="Replications and attached runs"
      className={classes.replications}
    >
      <Group justify="space-between" align="baseline" mb={8}>
        <Title order={2}>
          <Term id="replication">Replications</Term> and <Term id="evidence">attached runs</Term>
        </Title>
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
      {evidence.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Replicate computes the finding’s run again and compares the numbers; a run of other
          prompts or of another model can be attached for or against it.
        </Text>
      )}
      {evidence.length > 0 && claims.length > 0 && (
        <ClaimTable claims={claims} runs={evidence.map(describeAttached)} label="Claims by attached runs" />
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
