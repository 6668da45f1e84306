'use client';

import { Button, Stack, Tabs, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Dialog } from '../dialog/Dialog';
import {
  writeClientProgram,
  writeClientPython,
  writeCurl,
  writeGraphql,
  writePython,
  type ViewCode,
} from './code-text';
import { CodeText } from './CodeText';
import type { CodeLanguage } from './highlight';
import classes from './show-code.module.css';

type NamedCode = readonly [name: string, language: CodeLanguage, text: string];

/** Texts by their names. @param site address of the site. */
function listTexts({ requests, methods, program }: ViewCode, site: string): NamedCode[] {
  const api = `${site}/api/graphql`;
  return [
    ['curl', 'bash', requests.map((request) => writeCurl(request, api)).join('\n\n')],
    [
      'Python',
      'python',
      program ? writeClientProgram(program, site) : writeClientPython(requests, site, methods ?? null),
    ],
    ...(program ? [['Python without packages', 'python', writePython(program, api)] as const] : []),
    ['GraphQL', 'graphql', writeGraphql(requests)],
  ];
}

interface CodeDialogProps {
  readonly title: string;
  readonly code: ViewCode;
  readonly onClose: () => void;
}

/** The texts of a view's code, one in each tab. */
export function CodeDialog({ title, code, onClose }: CodeDialogProps) {
  const texts = listTexts(code, window.location.origin);
  return (
    <Dialog onClose={onClose} size="xl" title={`Code: ${title}`}>
      <Tabs defaultValue="Python">
        <Tabs.List>
          {texts.map(([name]) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {texts.map(([name, language, text]) => (
          <Tabs.Panel key={name} value={name} pt="xs">
            <CodeTab {...{ name, language, text }} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Dialog>
  );
}

interface CodeTabProps {
  readonly name: string;
  readonly language: CodeLanguage;
  readonly text: string;
}

function CodeTab({ name, language, text }: CodeTabProps) {
  const { copied, copy } = useClipboard();
  return (
    <Stack gap="xs">
      <CodeText {...{ language, text }} className={classes.code} aria-label={name} />
      <Button size="xs" variant="default" className={classes.copy} onClick={() => copy(text)}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <Text size="xs" c="dimmed">
        It reads what everybody can read. For what only you can read, set PATCHBAY_TOKEN to an access token of
        the page /account; with curl add -H &quot;authorization: Bearer $PATCHBAY_TOKEN&quot;.
      </Text>
    </Stack>
  );
}
