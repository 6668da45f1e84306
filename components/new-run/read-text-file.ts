/** Larger files are refused: their text is sent in one request. */
const MAX_BYTES = 900_000;

/**
 * The text of a file: UTF-8, or UTF-16 with a byte order mark, as spreadsheets write it.
 *
 * @throws Error whose message says what is wrong with the file and what to do.
 */
export async function readTextFile(file: File): Promise<string> {
  if (file.size > MAX_BYTES) {
    const size = (file.size / 1_000_000).toFixed(1);
    throw new Error(
      `${file.name} is ${size} MB; files up to 0.9 MB are read. Split it, or open a part of it.`,
    );
  }
  const text = decode(new Uint8Array(await file.arrayBuffer()));
  if (text === null)
    throw new Error(`${file.name} is not UTF-8 text. Save it as CSV or JSON in UTF-8, then open it again.`);
  if (text.trim() === '') throw new Error(`${file.name} is empty. Open a file with a table or JSON.`);
  return text;
}

/** The text of bytes; null where they are no text. */
function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(detectEncoding(bytes), { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function detectEncoding([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
