'use client';

import { Button, Group, Stack, Tabs, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_EDIT_REASON, MAX_FINDING_TITLE, MAX_TAGS } from '../../domain/limits';
import { ClaimEditor } from '../claims/ClaimEditor';
import { readError } from '../apollo/read-error';
import type { SweepKind } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { TextPreview } from '../text/TextPreview';

export interface FindingDraft {
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly tags: readonly string[];
  /** In the language of docs/claims.md; blank ones are not saved. */
  readonly claims: readonly string[];
  /** Why it is edited; left out when no reason is asked for. */
  readonly reason?: string;
}

interface FindingDialogProps {
  /** The run that claims are judged on while they are written; without it none can be written. */
  readonly runId?: string;
  readonly heading: string;
  /** What saving does beside storing what was typed. */
  readonly notice?: string;
  /** Label of the save button. */
  readonly action: string;
  readonly initial?: FindingDraft;
  /** Whether it asks why the finding is edited. */
  readonly hasReason?: boolean;
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
  readonly isSaving: boolean;
  /** Error of the last save; its issues are shown next to their fields. */
  readonly error: unknown;
  readonly onSubmit: (draft: FindingDraft) => void;
  readonly onClose: () => void;
}

/** Dialog for title, text, claims and tags of a finding. It keeps what was typed until it is saved or discarded. */
export function FindingDialog(props: FindingDialogProps) {
  const {
    runId,
    heading,
    notice,
    action,
    initial,
    hasReason = false,
    kinds,
    isSaving,
    error,
    onSubmit,
    onClose,
  } = props;
  const [title, setTitle] = useState(initial?.title ?? '');
  const [tab, setTab] = useState<string | null>('write');
  const [summary, setSummary] = useState(initial?.summary ?? '');
  const [tags, setTags] = useState<readonly string[]>(initial?.tags ?? []);
  const [claims, setClaims] = useState<readonly string[]>(initial?.claims ?? []);
  const [reason, setReason] = useState('');
  const isChanged =
    reason !== '' ||
    title !== (initial?.title ?? '') ||
    summary !== (initial?.summary ?? '') ||
    tags.join('\n') !== (initial?.tags ?? []).join('\n') ||
    claims.join('\n') !== (initial?.claims ?? []).join('\n');
  const problem = error ? readError(error) : null;
  const findIssue = (field: string): string | undefined => {
    const issues = problem?.issues.filter(({ path }) => path === field || path.startsWith(`${field}.`));
    return issues?.length ? issues.map(({ message }) => message).join(' ') : undefined;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit({
      title,
      summary,
      tags,
      claims: claims.filter((claim) => claim.trim() !== ''),
      ...(hasReason && { reason }),
    });
  };
  return (
    <Dialog
      onClose={onClose}
      title={heading}
      size="lg"
      // An accidental click or key must not discard what was typed.
      closeOnClickOutside={!isChanged}
      closeOnEscape={!isChanged}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Title"
            placeholder="What does this run show, in one line?"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={findIssue('title')}
            maxLength={MAX_FINDING_TITLE}
            data-autofocus
            required
          />
          <Tabs value={tab} onChange={setTab} variant="outline">
            <Tabs.List>
              <Tabs.Tab value="write">Write</Tabs.Tab>
              <Tabs.Tab value="preview">Preview</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="write" pt="xs">
              <Textarea
                label="Text"
                description="Markdown with formulas: $x^T W_E W_U$, or $$ on lines of their own around a displayed one. [[L9H9]] links to a head, [[L9H9 p12]] to a head at a position, [[L9H9 p14 <- p10]] to an entry of its pattern, [[L3]] to a layer, [[L3 p12]] to a layer at a position."
                value={summary}
                onChange={(event) => setSummary(event.currentTarget.value)}
                error={findIssue('summary')}
                autosize
                minRows={6}
                maxRows={16}
                required
              />
            </Tabs.Panel>
            <Tabs.Panel value="preview" pt="xs" mih={160}>
              {tab === 'preview' && <TextPreview text={summary} kinds={kinds} />}
            </Tabs.Panel>
          </Tabs>
          {runId !== undefined && (
            <ClaimEditor runId={runId} claims={claims} onChange={setClaims} error={findIssue('claims')} />
          )}
          <TagsInput
            label="Tags"
            placeholder="ioi, name-movers"
            value={[...tags]}
            onChange={setTags}
            error={findIssue('tags')}
            maxTags={MAX_TAGS}
          />
          {hasReason && (
            <TextInput
              label="Reason for the change"
              description="Shown in the history of the finding. It can be left empty."
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={findIssue('reason')}
              maxLength={MAX_EDIT_REASON}
            />
          )}
          {notice !== undefined && (
            <Text size="sm" c="dimmed">
              {notice}
            </Text>
          )}
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
