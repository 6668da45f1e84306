'use client';

import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { nameNode, parseNodes, type CircuitNode, type NodeScope } from '../../domain/circuit';

interface NodesFieldProps {
  readonly sizes: { readonly layers: number; readonly heads: number };
  readonly scope: NodeScope;
  readonly nodes: readonly CircuitNode[];
  readonly onChange: (nodes: readonly CircuitNode[]) => void;
}

/** The nodes as text, which can be typed or pasted. */
export function NodesField({ sizes, scope, nodes, onChange }: NodesFieldProps) {
  const written = nodes.map(nameNode).join(', ');
  /** What is typed; null while nothing is. */
  const [typed, setTyped] = useState<string | null>(null);
  const { unknown } = parseNodes(typed ?? '', sizes);
  const read = (text: string): void => {
    setTyped(text);
    const parsed = parseNodes(text, sizes).nodes;
    onChange(scope === 'HEADS' ? parsed.filter(({ head }) => head !== null) : parsed);
  };
  return (
    <Textarea
      label="Nodes"
      description="Heads as L9H9 or 9.9, MLPs as mlp 0, separated by commas"
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      value={typed ?? written}
      error={unknown.length > 0 && `No such node: ${unknown.join(', ')}`}
      onChange={(event) => read(event.currentTarget.value)}
      onBlur={() => setTyped(null)}
    />
  );
}
