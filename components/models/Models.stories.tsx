import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Suspense } from 'react';
import { NEVER } from 'rxjs';
import { userEvent } from 'storybook/test';
import type { InstallableModel_ModelFragment, InstalledModel_ModelFragment } from '../generated/graphql';
import { InstallableModel } from './InstallableModel';
import { InstalledModel } from './InstalledModel';
import { InstallOther } from './InstallOther';
import { ModelsView } from './ModelsView';

const meta: Meta = {};
export default meta;

type Story = StoryObj;
type Verification = NonNullable<InstalledModel_ModelFragment['verification']>;

const row = (name: string, measured: string, passed: boolean) => ({
  group: 'Logit differences of 8 prompts',
  name,
  expected: '3.552',
  measured,
  difference: passed ? 3.1e-5 : 0.4,
  tolerance: 1e-3,
  passed,
  source: 'TransformerLens, demos/Exploratory_Analysis_Demo.ipynb',
});
const verified: Verification = {
  state: 'PASSED',
  message: null,
  verifiedAt: '2026-11-26T10:00:00.000Z',
  provider: 'cpu',
  modelSha256: '248dfc',
  elapsedMs: 4200,
  summary: '2/2 published values match',
  rows: [row('mean', '3.552', true), row('prompt 1', '3.152', true)],
};
const model: InstalledModel_ModelFragment = {
  id: 'gpt2',
  layers: 12,
  heads: 12,
  dModel: 768,
  dVocab: 50_257,
  context: 1024,
  parameters: 124_439_808,
  unavailable: null,
  canPublishNotebook: true,
  verification: verified,
};
const installable = {
  id: 'gpt2-medium',
  repository: 'openai-community/gpt2-medium',
  revision: '6dcaa7a952f72f9298047fd5137cd6e4f05f41da',
  description: 'GPT-2 with 24 layers of 16 heads.',
  parameters: 354_823_168,
  downloadBytes: 1_519_984_962,
  hasKnownChecksum: true,
  installation: {
    id: 'gpt2-medium',
    state: 'ABSENT',
    receivedBytes: 0,
    totalBytes: null,
    bytesPerSecond: null,
    remainingMs: null,
    message: null,
  },
} as unknown as InstallableModel_ModelFragment;
const refetch = async (): Promise<void> => {};
const withState = (changes: object): InstallableModel_ModelFragment => ({
  ...installable,
  installation: { ...installable.installation, ...changes },
});

export const Installed: Story = { render: () => <InstalledModel model={model} isAdministrator /> };
export const Values: Story = {
  render: () => (
    <InstalledModel
      model={{
        ...model,
        verification: { ...verified, state: 'FAILED', rows: [row('mean', '3.152', false)] },
      }}
      isAdministrator={false}
    />
  ),
  play: ({ canvas }) => userEvent.click(canvas.getByRole('button', { name: 'Show values' })),
};
export const BeingVerified: Story = {
  render: () => (
    <InstalledModel
      model={{ ...model, verification: { ...verified, state: 'RUNNING', rows: [] } }}
      isAdministrator
    />
  ),
};
export const Unavailable: Story = {
  render: () => (
    <InstalledModel
      model={{
        ...model,
        unavailable: 'model.safetensors has the sha256 1f2e…; 248d… is expected. Install it again.',
      }}
      isAdministrator
    />
  ),
};
export const Installable: Story = {
  render: () => <InstallableModel model={installable} isAdministrator refetch={refetch} />,
};
export const Downloading: Story = {
  render: () => (
    <InstallableModel
      model={withState({
        state: 'DOWNLOADING',
        receivedBytes: 6e8,
        totalBytes: 1_519_984_962,
        bytesPerSecond: 2.4e7,
        remainingMs: 38_000,
      })}
      isAdministrator
      refetch={refetch}
    />
  ),
  parameters: { answers: { ModelInstallation: () => NEVER } },
};
export const Interrupted: Story = {
  render: () => (
    <InstallableModel
      model={withState({ state: 'FAILED', receivedBytes: 6e8, message: 'The hub did not answer for 60 s.' })}
      isAdministrator
      refetch={refetch}
    />
  ),
};
export const Another: Story = { render: () => <InstallOther refetch={refetch} /> };

/** As the API sends it. */
const typed = {
  __typename: 'Model',
  ...model,
  verification: {
    __typename: 'Verification',
    ...verified,
    rows: verified.rows.map((one) => ({ __typename: 'VerificationRow', ...one })),
  },
};
const page = (isAdministrator: boolean): Story => ({
  render: () => (
    <Suspense>
      <ModelsView />
    </Suspense>
  ),
  parameters: {
    answers: {
      ModelsPage: () => ({
        isAdministrator,
        models: [
          typed,
          {
            ...typed,
            id: 'my-model',
            unavailable: 'config.json has the architecture LlamaForCausalLM; only GPT2LMHeadModel is run.',
            verification: null,
            canPublishNotebook: false,
          },
        ],
        installableModels: [
          {
            __typename: 'InstallableModel',
            ...installable,
            installation: { __typename: 'Installation', ...installable.installation },
          },
        ],
      }),
      ModelInstallation: () => NEVER,
    },
  },
  play: async ({ canvas }) => void (await canvas.findByRole('heading', { name: 'Installed' })),
});
export const OfAnAdministrator: Story = {
  ...page(true),
  parameters: { ...page(true).parameters, pictureWidth: 900 },
};
export const OfAVisitorOnAPhone: Story = page(false);
