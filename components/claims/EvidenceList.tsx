'use client';

import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { MAX_EVIDENCE_NOTE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import {
  RemoveEvidenceDocument,
  RespondToEvidenceDocument,
  type ComparedProvenance_ProvenanceFragment,
  type Evidence_EvidenceFragment,
} from '../generated/graphql';
import { TextLink } from '../site/Links';
import { Notice } from '../site/Notice';
import { UserLink } from '../site/UserLink';
import { describeStance, describeState } from './ClaimTable';
import { ReplicationResult } from './ReplicationResult';
import classes from './claims.module.css';

interface EvidenceListProps {
  readonly evidence: readonly Evidence_EvidenceFragment[];
  readonly provenance: ComparedProvenance_ProvenanceFragment | null;
  /** Whether the reader is the author of the finding. */
  readonly canRespond: boolean;
  readonly onChange: () => Promise<void>;
}

/** The runs that are attached to a finding, with what was said of them. */
export function EvidenceList({ evidence, provenance, canRespond, onChange }: EvidenceListProps) {
  return (
    <ul className={classes.evidence} aria-label="Attached runs">
      {evidence.map((one) => (
        <li key={one.id} id={`evidence-${one.id}`}>
          <Group gap={8} wrap="wrap">
            <Text size="sm">
              <b>{describeStance(one)}</b> by <UserLink user={one.author} />, {one.createdAt.slice(0, 10)}:{' '}
              <TextLink href={`/runs/${one.run.id}`}>{one.run.title}</TextLink>
              {describeState(one) !== null && `, ${describeState(one)}`}
            </Text>
          </Group>
          {one.note !== null && <p className={classes.note}>{one.note}</p>}
          <ReplicationResult evidence={one} provenance={provenance} />
          {one.response !== null && (
            <p className={classes.response}>
              <b>Response of the author:</b> {one.response}
            </p>
          )}
          <EvidenceActions evidence={one} canRespond={canRespond} onChange={onChange} />
        </li>
      ))}
    </ul>
  );
}

interface EvidenceActionsProps {
  readonly evidence: Evidence_EvidenceFragment;
  readonly canRespond: boolean;
  readonly onChange: () => Promise<void>;
}

function EvidenceActions({ evidence, canRespond, onChange }: EvidenceActionsProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [respond, responding] = useLateMutation(RespondToEvidenceDocument);
  const [remove, removing] = useLateMutation(RemoveEvidenceDocument);
  const { id, canRemove, response } = evidence;
  const save = async (): Promise<void> => {
    await respond({ variables: { id, response: draft ?? '' } });
    await onChange();
    setDraft(null);
  };
  const detach = async (): Promise<void> => {
    await remove({ variables: { id } });
    await onChange();
  };
  const error: unknown = responding.error ?? removing.error;
  return (
    <>
      {draft !== null && (
        <Textarea
          mt={6}
          label="Response"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          maxLength={MAX_EVIDENCE_NOTE}
          autosize
        />
      )}
      <Group gap={8} mt={6}>
        {canRespond && draft === null && (
          <Button size="compact-xs" variant="default" onClick={() => setDraft(response ?? '')}>
            {response === null ? 'Respond' : 'Edit the response'}
          </Button>
        )}
        {draft !== null && (
          <>
            <Button
              size="compact-xs"
              loading={responding.loading}
              onClick={() => void save().catch(() => {})}
            >
              Save the response
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setDraft(null)}>
              Cancel
            </Button>
          </>
        )}
        {canRemove && draft === null && (
          <Button
            size="compact-xs"
            variant="default"
            loading={removing.loading}
            onClick={() => void detach().catch(() => {})}
          >
            Detach
          </Button>
        )}
      </Group>
      {error ? <Notice tone="error">{readError(error).message}</Notice> : null}
    </>
  );
}
