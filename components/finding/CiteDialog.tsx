'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CodeText } from '../code/CodeText';
import type { CodeLanguage } from '../code/highlight';
import { Dialog } from '../dialog/Dialog';
import { embedCode } from '../embed/embed-code';
import { fileName } from '../plot/figure/file-name';
import { saveFile } from '../plot/figure/save-file';
import { toBibtex, toCitationCff, type CitedFinding } from './citation';
import { pinnedPath, readVersion } from '../../domain/pinned-address';
import classes from './finding.module.css';

/** Citations of a finding and the code of a frame, all of the version that is shown. */
export function CiteDialog({
  finding,
  onClose,
}: {
  readonly finding: CitedFinding;
  readonly onClose: () => void;
}) {
  const { origin } = window.location;
  const name = fileName('finding', finding.slug, String(readVersion(finding)));
  const bibtex = toBibtex(finding, origin);
  const save = (file: string, text: string): void => saveFile(file, new Blob([text], { type: 'text/plain' }));
  return (
    <Dialog onClose={onClose} title="Cite and embed" size="lg">
      <Stack gap="md">
        <Text size="sm">
          Both refer to version {readVersion(finding)}: {origin}
          {pinnedPath(finding)}
        </Text>
        <CodeBlock name="BibTeX" language="bibtex" code={bibtex}>
          <Button size="compact-xs" variant="default" onClick={() => save(`${name}.bib`, bibtex)}>
            Save as .bib
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => save('CITATION.cff', toCitationCff(finding, origin))}
          >
            Save CITATION.cff
          </Button>
        </CodeBlock>
        <CodeBlock name="Frame" language="html" code={embedCode(finding, origin)} />
      </Stack>
    </Dialog>
  );
}

interface CodeBlockProps {
  readonly name: string;
  readonly language: CodeLanguage;
  readonly code: string;
  readonly children?: React.ReactNode;
}

function CodeBlock({ name, language, code, children }: CodeBlockProps) {
  const { copied, copy } = useClipboard();
  return (
    <section aria-label={name}>
      <Group gap={8} mb={4}>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => copy(code)}>
          {copied ? 'Copied' : `Copy the ${name === 'Frame' ? 'frame' : 'entry'}`}
        </Button>
        {children}
      </Group>
      <CodeText text={code} language={language} className={classes.code} />
    </section>
  );
}
