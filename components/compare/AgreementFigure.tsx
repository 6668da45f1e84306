'use client';

import { Group, Skeleton, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { memo, useEffect, useMemo, useRef } from 'react';
import { SITES } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { FigureMenu, type FigureContext } from '../plot/figure/FigureMenu';
import { formatEffect, formatNumber } from '../plot/format-number';
import type { Tone } from '../plot/heatmap/scale';
import { measureHeight } from '../plot/scatter/layout-scatter';
import { useRowWidth } from '../plot/use-row-width';
import { useSeen } from '../site/use-seen';
import type { Positions } from '../sweep/plane';
import type { PinnedCell } from '../sweep/view-state';
import { makeAgreement, MAX_POINTS, type Agreement } from './agreement';
import type { SweepPair } from './compared-sweeps';
import { LargestChanges } from './LargestChanges';
import { makePoints, type Points } from './points';
import classes from './agreement.module.css';

const loadPanel = () => import('../plot/scatter/scatter-panel');
const ScatterPlot = dynamic(() => import('../plot/scatter/ScatterPlot').then((module) => module.ScatterPlot));

/** Widest plot, in pixels. */
const WIDEST = 400;

interface AgreementFigureProps extends Pick<SweepPair, 'left' | 'right'> {
  readonly kind: SweepKind;
  /** Of the second run. */
  readonly positions: Positions;
  readonly nameA: string;
  readonly nameB: string;
  readonly tone: Tone;
  readonly unit: string;
  readonly valueName: string;
  readonly formatValue: ((value: number | null) => string) | undefined;
  readonly figure: FigureContext;
  readonly pinned: PinnedCell | null;
  readonly onPin: (change: { pinned: PinnedCell | null }) => void;
}

/**
 * A against B, one point for each cell, beside the cells that differ most. The plot is loaded when it comes into view, and nothing is
 * computed before.
 */
export const AgreementFigure = memo(function AgreementFigure(props: AgreementFigureProps) {
  const { kind, left, right, figure, pinned, onPin } = props;
  const [element, isSeen, see] = useSeen<HTMLElement>({ waitsForScroll: true });
  const { ref, width } = useRowWidth();
  const name = `${SITES[kind].title}: A against B`;
  const agreement = useMemo(() => (isSeen ? makeAgreement({ left, right }) : null), [isSeen, left, right]);
  const points = useMemo(
    () => agreement && makePoints({ ...props, title: name, agreement }),
    // oxlint-disable-next-line react/exhaustive-deps -- what the points are made of
    [agreement, name, props.positions, props.nameA, props.nameB, props.valueName, props.formatValue],
  );
  const panels = useRef<Awaited<ReturnType<typeof loadPanel>> | null>(null);
  const latest = useRef(points);
  useEffect(() => {
    latest.current = points;
  }, [points]);
  useEffect(() => {
    if (isSeen) void loadPanel().then((module) => (panels.current = module));
  }, [isSeen]);
  const draw = async (): Promise<void> => {
    see();
    panels.current ??= await loadPanel();
    // The points are made with the next rendering.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const makeFigure = () => {
    const shown = latest.current;
    if (!panels.current || !shown || !agreement) return null;
    return {
      title: name,
      lines: [...figure.lines, describeAgreement(agreement, shown, props.unit)],
      panels: [panels.current.scatterPanel(shown.data)],
      colourBar: { label: 'layer', low: '0', high: String(shown.layers - 1), stops: shown.colours },
    };
  };
  const pin = (point: number | null): void =>
    onPin({ pinned: point === null || !points ? null : { kind, ...points.placeAt(point) } });
  const side = Math.min(WIDEST, width || WIDEST);
  const place = pinned?.kind === kind && points ? points.locate(pinned) : null;
  return (
    <figure ref={element} className={classes.figure} aria-label={name}>
      <Group gap={4} mb={4} wrap="nowrap">
        <Title order={3}>A against B</Title>
        <FigureMenu {...{ name, makeFigure, draw }} fileName={figure.nameFile('against')} />
      </Group>
      <div ref={ref}>
        {agreement && points ? (
          <>
            <Text size="sm" data-testid="agreement" mb="xs">
              {describeAgreement(agreement, points, props.unit)}
            </Text>
            {agreement.count > 0 && (
              <div className={classes.parts}>
                <div style={{ width: side, minHeight: measureHeight(side) }}>
                  <ScatterPlot
                    data={points.data}
                    width={side}
                    tone={props.tone}
                    writePoint={points.write}
                    speakPoint={points.speak}
                    summary={points.summary}
                    placeAt={points.placeAt}
                    locate={points.locate}
                    pinned={place}
                    onPin={pin}
                  />
                  <LayerScale layers={points.layers} colours={points.colours} />
                </div>
                <LargestChanges agreement={agreement} points={points} unit={props.unit} onChoose={pin} />
              </div>
            )}
          </>
        ) : (
          <Skeleton height={measureHeight(side)} width={side} />
        )}
      </div>
    </figure>
  );
});

/** In sentences: how many cells, how they agree, and where they differ most. */
function describeAgreement(agreement: Agreement, points: Points, unit: string): string {
  const { count, leftOut, correlation, largest, cells, a, b } = agreement;
  const of = unit && ` ${unit}`;
  const [most] = largest;
  return [
    `${count.toLocaleString('en')} ${count === 1 ? 'cell' : 'cells'}.`,
    leftOut > 0 &&
      `${leftOut.toLocaleString('en')} more equal the base run in both runs or have no value, and are left out.`,
    cells.length < count && `The ${MAX_POINTS.toLocaleString('en')} with the largest values are drawn.`,
    correlation === null
      ? count > 0 && 'A correlation needs three cells that differ in both runs.'
      : `Pearson’s r ${formatNumber(correlation, 3)}.`,
    most === undefined
      ? count > 0 && 'No cell differs by more than rounding.'
      : `Largest difference B − A: ${formatEffect(b[most]! - a[most]!)}${of} at ${points.name(most)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function LayerScale({ layers, colours }: Pick<Points, 'layers' | 'colours'>) {
  return (
    <p className={classes.scale}>
      layer 0
      <span
        className={classes.ramp}
        style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }}
        aria-hidden
      />
      {layers - 1}
    </p>
  );
}
