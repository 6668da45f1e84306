'use client';

import { useMutation } from '@apollo/client/react';
import {
  Button,
  Group,
  NativeSelect,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useRouter } from 'next/navigation';
import { lazy, Suspense, useDeferredValue, useState, type FormEvent } from 'react';
import { MAX_SET_DESCRIPTION, MAX_SET_NAME, MAX_SET_PAIRS, MAX_SET_SOURCE } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import {
  CreatePromptSetDocument,
  EditPromptSetDocument,
  type PromptPairInput,
  type PromptSetFormQuery,
  type PromptSetVisibility,
} from '../generated/graphql';
import { pickUsualModel } from '../models/usual-model';
import { sendPair } from '../new-run/draft';
import type { ImportedPair } from '../new-run/ImportDialog';
import { ImportPreview } from '../new-run/ImportPreview';
import { Notice } from '../site/Notice';
import { DefinitionFields, type DefinitionChoice } from './DefinitionFields';
import { FamilyFields, type FamilyChoice } from './FamilyFields';
import { setAddress } from '../../domain/set-address';

const ImportDialog = lazy(() =>
  import('../new-run/ImportDialog').then((module) => ({ default: module.ImportDialog })),
);

export type FormMode = 'new' | 'fork' | 'edit';
/** Where the pairs are from: those of the set that is forked or edited, a file, a family, or a family of one's own. */
type PairSource = 'same' | 'file' | 'family' | 'definition';

interface PromptSetFormProps {
  readonly mode: FormMode;
  readonly options: PromptSetFormQuery;
  /** Family to begin with; empty for none. */
  readonly family: string;
}

const TITLES = { new: 'New prompt set', fork: 'Fork of a prompt set', edit: 'Edit a prompt set' } as const;

function sendWithRoles({ roles: named, ...pair }: ImportedPair): PromptPairInput {
  const roles = named?.map(({ name, cleanPositions, corruptedPositions }) => ({
    name,
    cleanPositions: [...cleanPositions],
    corruptedPositions: [...corruptedPositions],
  }));
  return { ...sendPair(pair, true), ...(roles && { roles }) };
}

type Choice = FamilyChoice & DefinitionChoice;

/** What the form begins with: what generated the set that is forked or edited, otherwise a family. */
function beginChoice({ promptSet, promptFamilies }: PromptSetFormQuery, family: string): Choice {
  const generated = promptSet?.family;
  const builtIn = generated?.family?.id ?? (family || promptFamilies[0]!.id);
  return {
    family: builtIn,
    definition:
      generated?.definition ??
      promptFamilies.find(({ id }) => id === generated?.family?.id)?.definition ??
      '',
    corruption: generated?.corruption ?? '',
    templates: generated?.templates ?? [],
    seed: generated?.seed ?? 1,
    count: generated ? promptSet.pairCount : 100,
  };
}

/** The form that creates, forks or edits a prompt set. A refused save keeps everything that was typed. */
export function PromptSetForm({ mode, options, family }: PromptSetFormProps) {
  const set = options.promptSet ?? null;
  const [texts, setTexts] = useState({
    name: set?.name ?? '',
    description: set?.description ?? '',
    source: set?.source ?? '',
    licence: set?.licence ?? '',
  });
  const [visibility, setVisibility] = useState<PromptSetVisibility>(
    mode === 'edit' && set ? set.visibility : 'PRIVATE',
  );
  const [from, setFrom] = useState<PairSource>(set ? 'same' : family === '' ? 'file' : 'family');
  // The choice answers at once. Its fields follow, and can be interrupted.
  const shown = useDeferredValue(from);
  const [pairs, setPairs] = useState<readonly ImportedPair[]>([]);
  const [text, setText] = useState('');
  const [isImporting, setImporting] = useState(false);
  const [choice, setChoice] = useState(() => beginChoice(options, family));
  const [create, creating] = useMutation(CreatePromptSetDocument);
  const [edit, editing] = useMutation(EditPromptSetDocument);
  const router = useRouter();
  const failure = creating.error ?? editing.error;
  const problem = failure ? readError(failure) : null;
  const findIssue = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path === field)?.message;
  const general = problem?.issues.filter(({ path }) => !(path in texts) && !path.startsWith('family.'));
  const model = pickUsualModel(options.models) ?? '';

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { corruption, templates, seed, count, ...origin } = choice;
    const content = {
      ...(from === 'file' && { model, pairs: pairs.map(sendWithRoles) }),
      ...((from === 'family' || from === 'definition') && {
        family: {
          [from]: origin[from],
          seed,
          count,
          ...(corruption !== '' && { corruption }),
          ...(templates.length > 0 && { templates: [...templates] }),
        },
      }),
    };
    const input = { ...texts, visibility, ...content };
    const saved =
      mode === 'edit'
        ? (await edit({ variables: { input: { id: set!.id, ...input } } })).data?.editPromptSet
        : (
            await create({
              variables: { input: { ...input, ...(set && { forkedFrom: `${set.id}@${set.version}` }) } },
            })
          ).data?.createPromptSet;
    if (saved) router.push(setAddress(saved.id));
  };
  const change = (field: keyof typeof texts) => (event: { currentTarget: { value: string } }) =>
    setTexts({ ...texts, [field]: event.currentTarget.value });
  const hasPairs =
    from === 'file' ? pairs.length > 0 : from !== 'definition' || choice.definition.trim() !== '';

  return (
    <form onSubmit={(event) => void save(event).catch(() => {})}>
      <Stack gap="md">
        <Title order={1}>{TITLES[mode]}</Title>
        <TextInput
          label="Name"
          value={texts.name}
          onChange={change('name')}
          maxLength={MAX_SET_NAME}
          error={findIssue('name')}
          required
        />
        <Textarea
          label="Description"
          description="What the pairs are for."
          value={texts.description}
          onChange={change('description')}
          maxLength={MAX_SET_DESCRIPTION}
          error={findIssue('description')}
          autosize
          minRows={2}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <TextInput
            label="Source"
            placeholder="A paper, a repository, a link"
            value={texts.source}
            onChange={change('source')}
            maxLength={MAX_SET_SOURCE}
            error={findIssue('source')}
          />
          <TextInput
            label="Licence"
            placeholder="E.g. MIT, CC BY 4.0"
            value={texts.licence}
            onChange={change('licence')}
            maxLength={MAX_SET_SOURCE}
            error={findIssue('licence')}
          />
        </SimpleGrid>
        <NativeSelect
          label="Who can open it"
          value={visibility}
          onChange={(event) => setVisibility(event.currentTarget.value as PromptSetVisibility)}
          data={[
            { value: 'PRIVATE', label: 'Only you' },
            { value: 'UNLISTED', label: 'Everybody who has the address' },
            { value: 'PUBLIC', label: 'Everybody; it is listed' },
          ]}
        />
        <Radio.Group label="Pairs" value={from} onChange={(value) => setFrom(value)}>
          <Group gap="md" mt={4}>
            {set && (
              <Radio
                value="same"
                label={`Those of version ${set.version} (${set.pairCount.toLocaleString('en')})`}
              />
            )}
            <Radio value="file" label="From a file or text" />
            <Radio value="family" label="From a family" />
            <Radio value="definition" label="From templates of your own" />
          </Group>
        </Radio.Group>
        {shown === 'file' && (
          <div>
            <Group gap="sm" mb="xs">
              <Button size="xs" variant="default" onClick={() => setImporting(true)}>
                Import pairs
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {pairs.length === 0
                  ? 'No pairs yet.'
                  : `${pairs.length.toLocaleString('en')} ${pairs.length === 1 ? 'pair' : 'pairs'}`}
              </Text>
            </Group>
            {pairs.length > 0 && <ImportPreview pairs={pairs} />}
          </div>
        )}
        {shown === 'family' && (
          <FamilyFields
            families={options.promptFamilies}
            choice={choice}
            findIssue={findIssue}
            onChange={(changed) => setChoice({ ...choice, ...changed })}
          />
        )}
        {shown === 'definition' && (
          <DefinitionFields
            families={options.promptFamilies}
            choice={choice}
            findIssue={findIssue}
            onChange={(changed) => setChoice({ ...choice, ...changed })}
          />
        )}
        {problem && (problem.issues.length === 0 || (general && general.length > 0)) && (
          <Notice tone="error">
            {problem.issues.length === 0 ? problem.message : general!.map(({ message }) => message).join(' ')}
          </Notice>
        )}
        <Group>
          <Button type="submit" loading={creating.loading || editing.loading} disabled={!hasPairs}>
            {mode === 'edit' ? 'Save as a new version' : 'Create the set'}
          </Button>
        </Group>
      </Stack>
      {isImporting && (
        <Suspense fallback={null}>
          <ImportDialog
            notation="table"
            model={model}
            limit={MAX_SET_PAIRS}
            present={0}
            text={text}
            onText={setText}
            onPairs={(taken) => {
              setPairs(taken);
              setImporting(false);
            }}
            onClose={() => setImporting(false)}
          />
        </Suspense>
      )}
    </form>
  );
}
