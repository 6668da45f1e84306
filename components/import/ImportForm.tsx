'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState, type DragEvent } from 'react';
import { readError, type FieldIssue } from '../apollo/read-error';
import { CheckFileDocument, ImportRunDocument, type CheckFileQuery } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { FileIssues } from './FileIssues';
import { FilePreview } from './FilePreview';
import { readFile } from './read-file';
import classes from './import.module.css';

/** Texts above this length are not shown: fields of that size are slow. */
const MAX_SHOWN = 200_000;

/** Checks an exported file that is chosen, dropped or pasted, and imports it. */
export function ImportForm() {
  const client = useApolloClient();
  const router = useRouter();
  const [json, setJson] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [checked, setChecked] = useState<CheckFileQuery['checkFile'] | null>(null);
  const [isChecking, setChecking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly FieldIssue[]>([]);
  const [isOver, setOver] = useState(false);
  const [store, storing] = useMutation(ImportRunDocument);

  const change = (text: string, from: string | null): void => {
    setJson(text);
    setName(from);
    setChecked(null);
    setRefused([]);
    setProblem(null);
  };
  const check = async (text: string): Promise<void> => {
    setChecking(true);
    setProblem(null);
    try {
      const { data } = await client.query({
        query: CheckFileDocument,
        variables: { json: text },
        fetchPolicy: 'no-cache',
      });
      setChecked(data?.checkFile ?? null);
    } catch (error) {
      setProblem(readError(error).message);
    } finally {
      setChecking(false);
    }
  };
  const open = async (file: File | null | undefined): Promise<void> => {
    if (!file) return;
    try {
      const text = await readFile(file);
      change(text, file.name);
      await check(text);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const submit = async (): Promise<void> => {
    setRefused([]);
    setProblem(null);
    try {
      const { data } = await store({ variables: { json } });
      if (data) router.push(`/runs/${data.importRun.id}`);
    } catch (error) {
      const { issues, message } = readError(error);
      setRefused(issues);
      if (issues.length === 0) setProblem(message);
    }
  };
  const drag = (isInside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isInside);
  };
  const isLong = json.length > MAX_SHOWN;
  const issues = refused.length > 0 ? refused : (checked?.issues ?? []);
  const isValid = checked !== null && checked.issues.length === 0;
  return (
    <Stack gap="md">
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          void open(event.dataTransfer.files[0]);
        }}
      >
        <Group gap="xs">
          <FileButton accept=".json,application/json" onChange={(file) => void open(file)}>
            {(props) => (
              <Button {...props} variant="default">
                Open a file
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {name ?? 'or drop it here, or paste its text'}
          </Text>
        </Group>
        {isLong ? (
          <Group gap="xs">
            <Text size="sm">{json.length.toLocaleString('en')} characters are loaded.</Text>
            <Button size="compact-sm" variant="default" onClick={() => change('', null)}>
              Remove
            </Button>
          </Group>
        ) : (
          <Textarea
            label="Text of the file"
            classNames={{ input: classes.text }}
            value={json}
            onChange={(event) => change(event.currentTarget.value, null)}
            rows={8}
            spellCheck={false}
          />
        )}
      </div>
      <Group gap="xs">
        <Button
          variant={isValid ? 'default' : 'filled'}
          disabled={json.trim() === ''}
          loading={isChecking}
          onClick={() => void check(json)}
        >
          Check
        </Button>
        <Button
          variant={isValid ? 'filled' : 'default'}
          disabled={!isValid || checked.format !== 'RUN'}
          loading={storing.loading}
          onClick={() => void submit()}
        >
          Import as a private run
        </Button>
      </Group>
      {problem !== null && <Notice tone="error">{problem}</Notice>}
      <FileIssues issues={issues} />
      {isValid && refused.length === 0 && (
        <Notice>
          {checked.format === 'RUN'
            ? 'The file is a valid run: schema, digest, shapes and numbers agree.'
            : 'The file is a valid finding: schema and digest agree. It has no values, so it cannot be imported; import the file of its run.'}
        </Notice>
      )}
      {checked && <FilePreview file={checked} />}
    </Stack>
  );
}
