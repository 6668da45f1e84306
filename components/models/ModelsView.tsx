'use client';

import { useQuery, useSuspenseQuery } from '@apollo/client/react';
import { Stack, Text, Title } from '@mantine/core';
import { ModelsPageDocument } from '../generated/graphql';
import { InstallableModel } from './InstallableModel';
import { InstalledModel } from './InstalledModel';
import { InstallOther } from './InstallOther';

/** How often the page looks again, in ms: for new directories, and for what others install or verify. */
const POLL_MS = 5000;
const POLL_VERIFYING_MS = 1500;

/** The models of this machine: those that are installed, and those that can be. */
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
        <Title order={2} mb="xs">
          Installed
        </Title>
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
            ? 'From the Hugging Face hub, only when you ask for it. What is received is checked by sha256 and kept if the download breaks off.'
            : 'Only an administrator of this site can install models. To be one, open the administrator address that npm start printed.'}
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
        Any other model of GPT-2’s architecture: put a directory with its config.json, tokenizer.json and
        model.safetensors under models/ (or MODELS_DIR). It appears here without a restart.
      </Text>
    </Stack>
  );
}
