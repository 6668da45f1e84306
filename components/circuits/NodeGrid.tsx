'use client';

import { useRef, useState, type KeyboardEvent } from 'react';
import { isSameNode, nameNode, type CircuitNode, type NodeScope } from '../../domain/circuit';
import { SideScroll } from '../scroll/SideScroll';
import classes from './circuits.module.css';

interface NodeGridProps {
  readonly layers: number;
  readonly heads: number;
  readonly scope: NodeScope;
  readonly nodes: readonly CircuitNode[];
  readonly onToggle: (node: CircuitNode) => void;
}

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** All heads and MLPs by layer. A click or the space bar adds or removes a node; the arrow keys move. */
export function NodeGrid({ layers, heads, scope, nodes, onToggle }: NodeGridProps) {
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
                return (
                  <td key={column} data-mlp={node.head === null || undefined}>
                    <button
                      type="button"
                      className={classes.node}
                      data-printed
                      aria-label={nameNode(node)}
                      title={nameNode(node)}
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
  );
}
