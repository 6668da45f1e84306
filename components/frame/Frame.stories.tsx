import { Group, Text } from '@mantine/core';
import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { ColorSchemeToggle } from '../site/ColorSchemeToggle';
import { EngineState } from '../site/EngineState';
import { ImportedBadge, ImportedLine } from '../site/Imported';
import { UserLink } from '../site/UserLink';
import { ViewerLink } from './ViewerLink';
import { WideTable } from '../site/WideTable';

const meta: Meta = {};
export default meta;

const engine = { __typename: 'EngineStatus', provider: 'cpu', reason: null } as const;

export const EngineStates: StoryObj = {
  render: () => (
    <Text size="sm" component="div">
      <p>
        <EngineState engine={{ ...engine, available: true, state: 'ready' }} />
      </p>
      <p>
        <EngineState engine={{ ...engine, available: false, state: 'starting' }} />
      </p>
      <p>
        <EngineState engine={{ ...engine, available: false, state: 'failed', reason: 'Out of memory.' }} />
      </p>
    </Text>
  ),
};
export const Viewers: StoryObj = {
  render: () => (
    <>
      <ViewerLink viewer={null} />
      <ViewerLink viewer={{ id: 'u', name: 'Guest 41', email: null, role: 'GUEST' }} />
      <ViewerLink viewer={{ id: 'u', name: 'Ada Lovelace', email: 'ada@example.org', role: 'MEMBER' }} />
    </>
  ),
};
export const Users: StoryObj = {
  render: () => (
    <Text size="sm">
      By <UserLink user={{ id: 'u', name: 'Ada Lovelace' }} /> and{' '}
      <UserLink user={{ id: 'v', name: 'A-name-of-the-longest-kind-without-any-space-in-it' }} />
    </Text>
  ),
};
export const ColorScheme: StoryObj = {
  render: () => (
    <Group>
      <ColorSchemeToggle />
    </Group>
  ),
};
export const Imported: StoryObj = {
  render: () => (
    <>
      <ImportedBadge />
      <ImportedLine
        imported={{ at: '2026-11-25T10:00:00.000Z', runId: 'k3F9', createdAt: '2026-11-20T10:00:00.000Z' }}
        provenance={{ engine: '3', runtime: 'onnxruntime-node 1.30.0', provider: 'cpu' }}
      />
    </>
  ),
};
export const TableWiderThanThePage: StoryObj = {
  render: () => (
    <WideTable>
      <table>
        <caption>Values by position</caption>
        <tbody>
          {['clean', 'corrupted'].map((side) => (
            <tr key={side}>
              <th scope="row">{side}</th>
              {Array.from({ length: 20 }, (_, position) => (
                <td key={position}>{(position / 7).toFixed(3)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  ),
};
