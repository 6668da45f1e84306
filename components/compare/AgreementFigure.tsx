'use client';

import { Group, Skeleton, Text, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { SITES } from '../../domain/sites';
import type { SweepKind } from '../generated/graphql';
import { FigureMenu, type FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { measureHeight } from '../plot/scatter/layout-scatter';
import { useRowWidth } from '../plot/use-row-width';
import { useSeen } from '../site/use-seen';
import type { Positions } from '../sweep/plane';
import type { PinnedCell } from '../sweep/view-state';
import { makeAgreement, type Agreement } from './agreement';
import type { SweepPair } from './compared-sweeps';
import { describeAgreement } from './describe-agreement';
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
  const { kind, left, right, positions, nameA, nameB, unit, valueName, formatValue, figure } = props;
  const { pinned, onPin } = props;
  const [element, isSeen] = useSeen<HTMLElement>({ waitsForScroll: true });
  const { ref, width } = useRowWidth();
  const title = `${SITES[kind].title}: A against B`;
  const compute = useCallback(() => {
    const agreement = makeAgreement({ left, right });
    const named = { title, agreement, right, positions, nameA, nameB, valueName, formatValue };
    return { agreement, points: makePoints(named) };
  }, [title, left, right, positions, nameA, nameB, valueName, formatValue]);
  const shown = useMemo(() => (isSeen ? compute() : null), [isSeen, compute]);
  const panels = useRef<Awaited<ReturnType<typeof loadPanel>> | null>(null);
  const draw = useCallback(async (): Promise<void> => {
    panels.current ??= await loadPanel();
  }, []);
  useEffect(() => {
    if (isSeen) void draw();
  }, [isSeen, draw]);
  const makeFigure = () => {
    if (!panels.current) return null;
    const { agreement, points } = shown ?? compute();
    return {
      title,
      lines: [...figure.lines, describeAgreement(agreement, points, unit)],
      panels: [panels.current.scatterPanel(points.data)],
      colourBar: { label: 'layer', low: '0', high: String(points.layers - 1), stops: points.colours },
    };
  };
  const pin = useCallback(
    (point: number | null): void =>
      onPin({ pinned: point === null || !shown ? null : { kind, ...shown.points.placeAt(point) } }),
    [kind, shown, onPin],
  );
  const side = Math.min(WIDEST, width || WIDEST);
  const place = pinned?.kind === kind && shown ? shown.points.locate(pinned) : null;
  return (
    <figure ref={element} className={classes.figure} aria-label={title}>
      <Group gap={4} mb={4} wrap="nowrap">
        <Title order={3}>A against B</Title>
        <FigureMenu name={title} {...{ makeFigure, draw }} fileName={figure.nameFile('against')} />
      </Group>
      <div ref={ref}>
        {shown ? (
          <ShownAgreement {...shown} {...{ unit, side, place }} tone={props.tone} onPin={pin} />
        ) : (
          <Skeleton height={measureHeight(side)} width={side} />
        )}
      </div>
    </figure>
  );
});

interface ShownAgreementProps {
  readonly agreement: Agreement;
  readonly points: Points;
  readonly unit: string;
  /** Width of the plot, in pixels. */
  readonly side: number;
  readonly tone: Tone;
  /** The pinned point. */
  readonly place: number | null;
  readonly onPin: (point: number | null) => void;
}

function ShownAgreement({ agreement, points, unit, side, tone, place, onPin }: ShownAgreementProps) {
  return (
    <>
      <Text size="sm" data-testid="agreement" mb="xs">
        {describeAgreement(agreement, points, unit)}
      </Text>
      {agreement.count > 0 && (
        <div className={classes.parts}>
          <div style={{ width: side, minHeight: measureHeight(side) }}>
            <ScatterPlot
              data={points.data}
              width={side}
              tone={tone}
              writePoint={points.write}
              speakPoint={points.speak}
              summary={points.summary}
              placeAt={points.placeAt}
              locate={points.locate}
              pinned={place}
              onPin={onPin}
            />
            <LayerScale layers={points.layers} colours={points.colours} />
          </div>
          <LargestChanges {...{ agreement, points, unit }} onChoose={onPin} />
        </div>
      )}
    </>
  );
}

/** The colours of the points. */
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
