import { SITE_NAME } from '../../domain/site-name';
import { SITE_DESCRIPTION } from '../site/share-page';
import { PREVIEW_DIMMED, PREVIEW_SHEET } from './PreviewFrame';
import { PreviewLogo } from './PreviewLogo';

/** The picture of pages that have none of their own. */
export function SitePreviewImage() {
  return (
    <div style={{ ...PREVIEW_SHEET, alignItems: 'center', padding: 72, gap: 72 }}>
      <PreviewLogo size={360} />
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, gap: 24 }}>
        <div style={{ fontSize: 88 }}>{SITE_NAME}</div>
        <div style={{ fontSize: 34, lineHeight: 1.35, color: PREVIEW_DIMMED }}>{SITE_DESCRIPTION}</div>
      </div>
    </div>
  );
}
