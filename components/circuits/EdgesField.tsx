'use client';

import { Pill, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { NodeScope } from '../../domain/circuit';
import { nameEdge, parseEdges, type CircuitEdge } from '../../domain/circuit-edges';
import { MAX_ADDRESS_EDGES } from './circuit-state';

interface EdgesFieldProps {
  readonly sizes: { readonly layers: number; readonly heads: number };
  readonly scope: NodeScope;
  readonly edges: readonly CircuitEdge[];
  readonly onChange: (edges: readonly CircuitEdge[]) => void;
}

/** Edges that are shown one by one. */
const SHOWN = 60;

/** The edges as text, which can be typed or pasted, and one by one, to be removed. */
export function EdgesField({ sizes, scope, edges, onChange }: EdgesFieldProps) {
  const written = edges.map(nameEdge).join(', ');
  /** What is typed; null while nothing is. */
  const [typed, setTyped] = useState<string | null>(null);
  const { unknown, edges: found } = parseEdges(typed ?? '', sizes, scope);
  const isTooLong = found.length > MAX_ADDRESS_EDGES;
  const read = (text: string): void => {
    setTyped(text);
    onChange(parseEdges(text, sizes, scope).edges.slice(0, MAX_ADDRESS_EDGES));
  };
  return (
    <>
      <Textarea
        label="Edges"
        description="Sender > receiver, separated by commas: L9H6>L10H0.Q, embed>mlp 0, mlp 3>logits. Names of EAP and MIB (a9.h6->a10.h0<q>) are read too."
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={typed ?? written}
        error={
          unknown.length > 0
            ? `No such edge in this scope: ${unknown.join(', ')}`
            : isTooLong && `The page takes the first ${MAX_ADDRESS_EDGES} edges; the API takes more.`
        }
        onChange={(event) => read(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
      />
      {edges.length > 0 && (
        <Pill.Group aria-label="Edges of the circuit" role="group">
          {edges.slice(0, SHOWN).map((edge) => (
            <Pill
              key={nameEdge(edge)}
              withRemoveButton
              onRemove={() => onChange(edges.filter((other) => other !== edge))}
              removeButtonProps={{
                'aria-label': `Remove ${nameEdge(edge)}`,
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              {nameEdge(edge)}
            </Pill>
          ))}
        </Pill.Group>
      )}
      {edges.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {edges.length - SHOWN} more edges are in the text above.
        </Text>
      )}
    </>
  );
}
