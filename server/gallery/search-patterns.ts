/** The regular expressions of the gallery's search language. */
import { ACTIVATION_WORDS } from './search-condition';

const PLACE = String.raw`\d{1,5}|[a-z][a-z0-9_]{0,23}`;
const ENTRY = String.raw`(?:pattern[\s:]+)?(?:l(?<entryLayer>\d{1,3})h(?<entryHead>\d{1,3})|(?<entryLayer2>\d{1,3})\.(?<entryHead2>\d{1,3}))\s*@\s*(?<dest>${PLACE})\s*(?:<-|←)\s*(?<src>${PLACE})`;
const HEAD = String.raw`(?:(?<kind>z|q|k|v|pattern)[\s:]+)?(?:l(?<layer>\d{1,3})h(?<head>\d{1,3})|(?<layer2>\d{1,3})\.(?<head2>\d{1,3}))(?:\s*@\s*(?<headPosition>${PLACE}))?`;
const LAYER = String.raw`(?<block>resid_mid|resid_post|resid|attn|mlp)\s*l?(?<layer3>\d{1,3})(?:\s*@\s*(?<position>${PLACE}))?`;
const COMPONENT = String.raw`(?:${ENTRY}|${HEAD}|${LAYER})`;
/** Groups of the patterns above that hold a layer. */
const COMPARISON = String.raw`(?<comparison>[<>]=?|[≤≥=])`;
const NUMBER = String.raw`(?<value>[+\-−]?(?:\d+(?:\.\d*)?|\.\d+))`;
// Each pattern is tried at the beginning of a word.
export const SEPARATORS = /[\s,;]+/y;
export const PHRASE = /"(?<straight>[^"]*)"|“(?<curly>[^”]*)”/y;
export const TAG = /(?:#|tag:)(?<tag>[\p{L}\p{N}][\p{L}\p{N}-]{0,29})(?=[\s,;]|$)/iuy;
export const MODEL = /model:(?<model>[^\s,;"]+)/iy;
export const AUTHOR = /author:(?:"(?<quoted>[^"]+)"|(?<author>[^\s,;"]+))/iy;
export const VERDICT = /verdict:(?<verdict>[^\s,;"]+)/iy;
export const CLAIM = /claim:(?:"(?<straight>[^"]*)"|“(?<curly>[^”]*)”)/iy;
export const DIRECTION = /direction:(?<direction>[^\s,;"]+)/iy;
export const METRIC = /metric:(?<metric>[^\s,;"]+)/iy;
/** The beginning of one of the parts above without what must follow. */
export const UNFINISHED =
  /(?<word>author|verdict|claim|model|tag|direction|metric):(?:(?<=claim:)[^,;"]*|[^\s,;]*)/iy;
export const CONDITION = new RegExp(
  String.raw`(?<bar>\|\s*)?${COMPONENT}(?<closing>\s*\|)?\s*${COMPARISON}\s*${NUMBER}(?![\w.])`,
  'iy',
);
/** A cell as claims have it. */
const CELL = String.raw`(?<open>\|\s*|abs\(\s*)?(?<word>${ACTIVATION_WORDS})\s*(?<brackets>\[[^\]"]*\])(?<closing>\s*[|)])?`;
export const CELL_CONDITION = new RegExp(String.raw`${CELL}\s*${COMPARISON}\s*${NUMBER}(?![\w.])`, 'iy');
/** A cell that is compared with anything. */
export const LIKE_CELL_CONDITION = new RegExp(
  String.raw`(?<left>${CELL})\s*(?<operator>[<>=≤≥!]+)\s*(?<value>[^\s,;"]*)`,
  'iy',
);
/** A comparison with anything on both sides. */
export const LIKE_CONDITION =
  /(?<left>(?:\|\s*)?(?:(?:z|q|k|v|pattern|resid_mid|resid_post|resid|attn|mlp)[\s:]+)?[^\s,;<>=≤≥!"]*(?:\s*@\s*[^\s,;<>=≤≥!"]*)?(?:\s*\|)?)(?<space>\s*)(?<operator>[<>=≤≥!]+)\s*(?<value>[^\s,;"]*)/iy;
export const WORD = /[^\s,;]+/y;
export const IS_COMPARISON = /^(?:[<>]=?|[≤≥=])$/;
export const IS_COMPONENT = new RegExp(String.raw`^${COMPONENT}$`, 'i');
