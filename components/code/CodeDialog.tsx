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
import classes from './show-code.module.css';

/** Texts by their names. @param site address of the site. */
function listTexts({ requests, methods, program }: ViewCode, site: string): [string, string][] {
  const api = `${site}/api/graphql`;
  return [
    ['curl', requests.map((request) => writeCurl(request, api)).join('\n\n')],
    [
      'Python',
      program ? writeClientProgram(program, site) : writeClientPython(requests, site, methods ?? null),
    ],
    ...(program ? [['Python without packages', writePython(program, api)] as [string, string]] : []),
    ['GraphQL', writeGraphql(requests)],
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
        {texts.map(([name, text]) => (
          <Tabs.Panel key={name} value={name} pt="xs">
            <CodeText name={name} text={text} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Dialog>
  );
}

function CodeText({ name, text }: { readonly name: string; readonly text: string }) {
  const { copied, copy } = useClipboard();
  return (
    <Stack gap="xs">
      <pre className={classes.code} tabIndex={0} aria-label={name}>
        {text}
      </pre>
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
