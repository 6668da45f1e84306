'use client';

import { Text } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { isSameNode, nameNode, type CircuitNode, type NodeScope } from '../../domain/circuit';
import { formatNumber } from '../plot/format-number';
import { heatmapColour } from '../plot/heatmap/palette';
import { useTone } from '../plot/heatmap/use-tone';
import { SideScroll } from '../scroll/SideScroll';
import type { MeasuredNode } from './rank-by-sweeps';
import classes from './circuits.module.css';

const NO_EFFECTS: readonly MeasuredNode[] = [];

interface NodeGridProps {
  readonly layers: number;
  readonly heads: number;
  readonly scope: NodeScope;
  readonly nodes: readonly CircuitNode[];
  /** What the nodes are shaded by; empty where the run has no such sweeps. */
  readonly effects?: readonly MeasuredNode[];
  /** Unit of the effects; empty for none. */
  readonly unit?: string;
  readonly onToggle: (node: CircuitNode) => void;
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** All heads and MLPs by layer, shaded by their effects. A click or the space bar adds or removes a node; the arrow keys move. */
export function NodeGrid({
  layers,
  heads,
  scope,
  nodes,
  effects = NO_EFFECTS,
  unit = '',
  onToggle,
}: NodeGridProps) {
  const tone = useTone();
  const limit = Math.max(0, ...effects.map(({ size }) => size));
  const findSize = (node: CircuitNode): number | undefined =>
    effects.find((effect) => isSameNode(effect.node, node))?.size;
  const table = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState({ row: 0, column: 0 });
  const columns = Array.from({ length: heads + 1 }, (_, column) => column);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const last = scope === 'HEADS' ? heads - 1 : heads;
    const next = {
      row: Math.min(layers - 1, Math.max(0, current.row + step[0])),
      column: Math.min(last, Math.max(0, current.column + step[1])),
    };
    setCurrent(next);
    table.current?.querySelector<HTMLButtonElement>(`[data-at="${next.row} ${next.column}"]`)?.focus();
  };
  return (
    <div>
      <SideScroll>
        <table ref={table} className={classes.grid} aria-label="Nodes of the circuit" onKeyDown={move}>
          <thead>
            <tr>
              <th scope="col">layer</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column === heads ? 'MLP' : `H${column}`}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: layers }, (_, row) => (
              <tr key={row}>
                <th scope="row">{row}</th>
                {columns.map((column) => {
                  const node = { layer: row, head: column === heads ? null : column };
                  const size = findSize(node);
                  const effect = size === undefined ? '' : `: ${formatNumber(size, 3)}${unit && ` ${unit}`}`;
                  return (
                    <td key={column} data-mlp={node.head === null || undefined}>
                      <button
                        type="button"
                        className={classes.node}
                        data-printed
                        aria-label={nameNode(node)}
                        title={nameNode(node) + effect}
                        style={
                          size === undefined || limit === 0
                            ? undefined
                            : { backgroundColor: heatmapColour(size, limit, 'counts', tone) }
                        }
                        aria-pressed={nodes.some((other) => isSameNode(other, node))}
                        disabled={node.head === null && scope === 'HEADS'}
                        tabIndex={row === current.row && column === current.column ? 0 : -1}
                        data-at={`${row} ${column}`}
                        onFocus={() => setCurrent({ row, column })}
                        onClick={() => onToggle(node)}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </SideScroll>
      {limit > 0 && (
        <Text size="xs" c="dimmed" maw="34ch" mt={4}>
          Shaded by the size of the change when the node is patched alone, up to {formatNumber(limit, 2)}
          {unit && ` ${unit}`}; an MLP by its largest position.
        </Text>
      )}
    </div>
  );
}
