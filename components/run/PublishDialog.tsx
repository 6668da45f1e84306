'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Tabs, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import { FindingText } from '../finding/FindingText';
import { PublishFindingDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface PublishDialogProps {
  readonly runId: string;
  readonly onClose: () => void;
}

/** Title, claim and tags of a finding; what the server refuses is said beside its field. */
export function PublishDialog({ runId, onClose }: PublishDialogProps) {
  const router = useRouter();
  const [title, setTitle] = useState('');
  const [summary, setSummary] = useState('');
  const [tags, setTags] = useState<string[]>([]);
  const [publish, { loading, error }] = useMutation(PublishFindingDocument);
  const problem = error ? readError(error) : null;
  const issueOf = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message;
  const submit = async (): Promise<void> => {
    const { data } = await publish({ variables: { input: { runId, title, summary, tags } } });
    if (data) router.push(`/findings/${data.publishFinding.slug}`);
  };
  return (
    <Modal opened onClose={onClose} title="Publish as a finding" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            placeholder="What does this run show, in one line?"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={issueOf('title')}
            maxLength={140}
            data-autofocus
            required
          />
          <Tabs defaultValue="write" variant="outline">
            <Tabs.List>
              <Tabs.Tab value="write">Write</Tabs.Tab>
              <Tabs.Tab value="preview">Preview</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="write" pt="xs">
              <Textarea
                label="Claim"
                description="Markdown. [[L9H9]] links to a head, [[L9H9 p12]] to a head at a position, [[L3]] to a layer, [[L3 p12]] to a position."
                value={summary}
                onChange={(event) => setSummary(event.currentTarget.value)}
                error={issueOf('summary')}
                autosize
                minRows={6}
                maxRows={16}
                required
              />
            </Tabs.Panel>
            <Tabs.Panel value="preview" pt="xs" mih={160}>
              <FindingText text={summary || '*Nothing written yet.*'} />
            </Tabs.Panel>
          </Tabs>
          <TagsInput
            label="Tags"
            placeholder="ioi, name-movers"
            value={tags}
            onChange={setTags}
            error={issueOf('tags')}
            maxTags={8}
          />
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={loading}>
              Publish
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
