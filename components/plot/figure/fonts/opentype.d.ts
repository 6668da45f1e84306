/** What figures use of opentype.js 2, which has no types. */
declare module 'opentype.js' {
  export interface Path {
    /** @param decimals of coordinates. */
    toPathData(decimals: number): string;
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly ascender: number;
    readonly descender: number;
    /** 0 where the font lacks the sign. */
    charToGlyphIndex(sign: string): number;
    getAdvanceWidth(text: string, size: number): number;
    getPath(text: string, x: number, y: number, size: number): Path;
  }
  export function parse(file: ArrayBuffer): Font;
}
