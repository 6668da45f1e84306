/** The sign of app/icon.svg as boxes, which pictures are drawn with. */
export function PreviewLogo({ size }: { readonly size: number }) {
  const unit = size / 32;
  return (
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'center',
        alignItems: 'center',
        gap: unit,
        width: size,
        height: size,
        borderRadius: 6 * unit,
        background: '#4263eb',
      }}
    >
      {[0, 1, 2].map((row) => (
        <div key={row} style={{ display: 'flex', gap: unit }}>
          {[0, 1, 2].map((column) => (
            <div
              key={column}
              style={{
                width: 6 * unit,
                height: 6 * unit,
                borderRadius: unit,
                background: row === column ? '#ffffff' : 'rgba(255, 255, 255, 0.35)',
              }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
