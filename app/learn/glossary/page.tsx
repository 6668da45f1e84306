import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { GlossaryView } from '../../../components/glossary/GlossaryView';
import { parseGlossary } from '../../../components/glossary/parse-glossary';
import { TextLink } from '../../../components/site/Links';

export const metadata: Metadata = { title: 'Glossary', description: 'The words of activation patching.' };

/** The document of the repository, read when it is asked for. */
export default async function GlossaryPage() {
  const markdown = await readFile(path.join(process.cwd(), 'docs', 'glossary.md'), 'utf8');
  return (
    <div data-wide>
      <Title order={1}>Glossary</Title>
      <Text c="dimmed" mt={4}>
        One word for one thing, in the interface, the API and the code. Names of activations and axes are
        those of TransformerLens. <TextLink href="/learn">Learn in six steps</TextLink>
      </Text>
      <GlossaryView sections={parseGlossary(markdown)} />
    </div>
  );
}
