import { expect, it } from 'vitest';
import { readTextFile } from './read-text-file';

const TEXT = 'clean\tcorrupted\n“é” a\tb';

it('reads UTF-8, and UTF-16 as spreadsheets write it', async () => {
  expect(await readTextFile(new File([TEXT], 'a.tsv'))).toBe(TEXT);
  const units = Array.from(TEXT, (character) => character.charCodeAt(0));
  const little = new Uint8Array([0xff, 0xfe, ...units.flatMap((unit) => [unit & 255, unit >> 8])]);
  const big = new Uint8Array([0xfe, 0xff, ...units.flatMap((unit) => [unit >> 8, unit & 255])]);
  expect(await readTextFile(new File([little], 'a.txt'))).toBe(TEXT);
  expect(await readTextFile(new File([big], 'a.txt'))).toBe(TEXT);
});

it('refuses what is empty, no text or too large, by name', async () => {
  for (const text of ['', '\uFEFF\n'])
    await expect(readTextFile(new File([text], 'c.csv'))).rejects.toThrow(/^c.csv is empty/);
  const binary = new File([new Uint8Array([0x50, 0x4b, 3, 4, 0, 0])], 'a.xlsx');
  await expect(readTextFile(binary)).rejects.toThrow(/^a.xlsx is not UTF-8 text/);
  const latin = new File([new Uint8Array([0x61, 0xe9])], 'a.csv');
  await expect(readTextFile(latin)).rejects.toThrow(/^a.csv is not UTF-8 text/);
  const large = new File(['x'.repeat(2_000_001)], 'b.csv');
  await expect(readTextFile(large)).rejects.toThrow(/^b.csv is 2.0 MB; files up to 0.9 MB/);
});
