import { SITE_DESCRIPTION, SITE_NAME } from '../site/share-page';
import { PreviewLogo } from './PreviewLogo';

/** The picture of pages that have none of their own. */
export function SitePreviewImage() {
  return (
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        alignItems: 'center',
        padding: 72,
        gap: 72,
        background: '#ffffff',
        color: '#212529',
      }}
    >
      <PreviewLogo size={360} />
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, gap: 24 }}>
        <div style={{ fontSize: 88 }}>{SITE_NAME}</div>
        <div style={{ fontSize: 34, lineHeight: 1.35, color: '#495057' }}>{SITE_DESCRIPTION}</div>
      </div>
    </div>
  );
}
