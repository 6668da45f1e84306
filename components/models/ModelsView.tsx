'use client';

import { useQuery, useSuspenseQuery } from '@apollo/client/react';
import { Group, Stack, Text, Title } from '@mantine/core';
import { writeRequest } from '../code/code-text';
import { ShowCode } from '../code/ShowCode';
import { ModelsPageDocument } from '../generated/graphql';
import { InstallableModel } from './InstallableModel';
import { InstalledModel } from './InstalledModel';
import { InstallOther } from './InstallOther';

/** Polling interval in ms, for new directories and for installations and verifications by others. */
const POLL_MS = 5000;
const POLL_VERIFYING_MS = 1500;

/** Installed models and models that can be installed. */
export function ModelsView() {
  const { data, refetch } = useSuspenseQuery(ModelsPageDocument);
  const isVerifying = data.models.some(({ verification }) => verification?.state === 'RUNNING');
  useQuery(ModelsPageDocument, {
    pollInterval: isVerifying ? POLL_VERIFYING_MS : POLL_MS,
    skipPollAttempt: () => document.hidden,
  });
  const { isAdministrator } = data;
  const usable = data.models.filter(({ unavailable }) => unavailable === null);
  const unusable = data.models.filter(({ unavailable }) => unavailable !== null);
  const installable = data.installableModels.filter(({ id }) => !usable.some((model) => model.id === id));
  return (
    <Stack gap="xl">
      <section aria-label="Installed models">
        <Group gap="sm" mb="xs">
          <Title order={2}>Installed</Title>
          <ShowCode title="Models" code={() => ({ requests: [writeRequest(ModelsPageDocument)] })} />
        </Group>
        <Stack gap="sm">
          {[...usable, ...unusable].map((model) => (
            <InstalledModel key={model.id} model={model} isAdministrator={isAdministrator} />
          ))}
        </Stack>
      </section>
      <section aria-label="Models to install">
        <Title order={2}>To install</Title>
        <Text size="sm" c="dimmed" mb="xs">
          {isAdministrator
            ? 'Models are downloaded from the Hugging Face hub only on request. Files are checked by sha256. An interrupted download can be resumed.'
            : 'Only an administrator of this site can install models. To become one, open the administrator address that npm start printed.'}
        </Text>
        <Stack gap="sm">
          {installable.map((model) => (
            <InstallableModel
              key={model.repository}
              model={model}
              isAdministrator={isAdministrator}
              refetch={refetch}
            />
          ))}
          {isAdministrator && <InstallOther refetch={refetch} />}
        </Stack>
      </section>
      <Text size="sm" c="dimmed">
        To add any other model with the architecture of GPT-2, put a directory with its config.json,
        tokenizer.json and model.safetensors into models/ (or MODELS_DIR). No restart is needed.
      </Text>
    </Stack>
  );
}
