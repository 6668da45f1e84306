import type { ReactNode } from 'react';
import { SITE_NAME } from '../../domain/site-name';
import { keepLatin } from './keep-latin';
import { PreviewLogo } from './PreviewLogo';

/** Size of the picture that other sites show for a link, in pixels. */
export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;
/** The paper of these pictures. They have the colours of the light scheme, and no CSS variables. */
export const PREVIEW_SHEET = {
  width: '100%',
  height: '100%',
  display: 'flex',
  background: '#ffffff',
  color: '#212529',
} as const;
export const PREVIEW_DIMMED = '#495057';
/** Longer titles are smaller, and even longer ones are cut. */
const LONG_TITLE = 70;
const LONGEST_TITLE = 150;
const LONGEST_LINE = 130;

interface PreviewFrameProps {
  readonly title: string;
  readonly lines: readonly string[];
  /** To the right of the text. */
  readonly children?: ReactNode;
}

/**
 * A picture for links: text, the name of the site, and a plot. It is drawn without a browser, by flex boxes and a bundled Latin font:
 * other characters would be fetched from another host.
 */
export function PreviewFrame({ title, lines, children }: PreviewFrameProps) {
  return (
    <div style={{ ...PREVIEW_SHEET, padding: 56, gap: 40, fontSize: 26 }}>
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, justifyContent: 'space-between' }}>
        <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
          <div style={{ fontSize: title.length > LONG_TITLE ? 38 : 50, lineHeight: 1.2 }}>
            {keepLatin(cut(title, LONGEST_TITLE))}
          </div>
          {lines.map((line) => (
            <div key={line} style={{ color: PREVIEW_DIMMED, lineHeight: 1.3 }}>
              {keepLatin(cut(line, LONGEST_LINE))}
            </div>
          ))}
        </div>
        <div style={{ display: 'flex', alignItems: 'center', gap: 14, fontSize: 30 }}>
          <PreviewLogo size={44} />
          <div>{SITE_NAME}</div>
        </div>
      </div>
      {children}
    </div>
  );
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}
