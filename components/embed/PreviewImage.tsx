import { SITES } from '../../domain/sites';
import { pickColour, findLimit } from '../plot/heatmap/scale';
import { decodeFloats } from '../sweep/effects';
import { describeDirections } from '../sweep/figure-context';
import type { EmbeddedFinding } from './card-figure';
import { keepLatin } from './keep-latin';

/** Largest size of the heatmap, in pixels. */
const PLOT = { width: 500, height: 380 };
const UNDEFINED = '#e9ecef';

/**
 * Title, author and heatmap of a finding. It is drawn without a browser, by flex boxes and a bundled Latin font: other characters would be
 * fetched from another host.
 */
export function PreviewImage({ finding }: { readonly finding: EmbeddedFinding }) {
  const { title, author, modelId, card, claims } = finding;
  const facts = `${describeDirections(card.directions)} on ${modelId}`;
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        padding: 56,
        gap: 48,
        background: '#ffffff',
        color: '#212529',
        fontSize: 28,
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, justifyContent: 'space-between' }}>
        <div style={{ display: 'flex', flexDirection: 'column', gap: 20 }}>
          <div style={{ fontSize: title.length > 70 ? 42 : 54, lineHeight: 1.2 }}>{keepLatin(title)}</div>
          <div style={{ color: '#495057' }}>{keepLatin(author.name)}</div>
          <div style={{ color: '#495057' }}>{keepLatin(facts)}</div>
          {claims.length > 0 && (
            <div
              style={{ color: '#495057' }}
            >{`${claims.length} ${claims.length === 1 ? 'claim' : 'claims'}`}</div>
          )}
        </div>
        <div style={{ color: '#364fc7' }}>Patchbay</div>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', justifyContent: 'center', gap: 12 }}>
        <Cells finding={finding} />
        <div style={{ fontSize: 22, color: '#495057' }}>{`${SITES[card.kind].title}, by layer`}</div>
      </div>
    </div>
  );
}

/** The values of the card, row by row; neighbours of one colour are one box. */
function Cells({ finding: { card } }: { readonly finding: EmbeddedFinding }) {
  const values = decodeFloats(card.picture);
  const [rows = 1, columns = 1] = card.shape;
  const limit = findLimit([values]);
  const size = {
    width: Math.max(1, Math.floor(PLOT.width / columns)),
    height: Math.max(1, Math.floor(PLOT.height / rows)),
  };
  return (
    <div style={{ display: 'flex', flexDirection: 'column', border: '1px solid #868e96' }}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ display: 'flex', height: size.height }}>
          {joinCells(values.subarray(row * columns, (row + 1) * columns), limit).map(
            ({ colour, span }, at) => (
              <div key={at} style={{ width: span * size.width, height: size.height, background: colour }} />
            ),
          )}
        </div>
      ))}
    </div>
  );
}

function joinCells(values: Float32Array, limit: number): { colour: string; span: number }[] {
  const joined: { colour: string; span: number }[] = [];
  for (const value of values) {
    const colour = Number.isNaN(value) ? UNDEFINED : pickColour(value, limit);
    const last = joined.at(-1);
    if (last?.colour === colour) last.span++;
    else joined.push({ colour, span: 1 });
  }
  return joined;
}
