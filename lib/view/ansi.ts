/** The eight colours of terminals; bright ones are the same here, for both themes must keep them legible. */
const COLORS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;
export type AnsiColor = (typeof COLORS)[number];

/** A stretch of text in one look. */
export interface AnsiSpan {
  text: string;
  color: AnsiColor | null;
  isBold: boolean;
  isDim: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
}

type Look = Omit<AnsiSpan, "text">;

const PLAIN: Look = { color: null, isBold: false, isDim: false, isItalic: false, isUnderlined: false };
/** CSI … m; other CSI sequences, OSC up to its end, and two-character escapes: those draw nothing in a list. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
const SEQUENCE = /\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is left of them must not reach the page
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f]/g;

/**
 * Cuts text with escape sequences into stretches of one look; what is no colour or weight is taken out. Colours of 256 and of RGB
 * become the nearest of the eight.
 * Source: ECMA-48, 8.3.117 SGR; xterm's 256 colours.
 */
export function parseAnsi(text: string): AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let look = PLAIN;
  let from = 0;
  const add = (part: string) => {
    const clean = part.replace(CONTROLS, "");
    if (clean !== "") spans.push({ text: clean, ...look });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[1] !== undefined) look = changed(look, match[1]);
  }
  add(text.slice(from));
  return spans;
}

/** True when there is an escape sequence to be drawn or to be taken out. */
export function hasAnsi(text: string): boolean {
  return text.includes("\x1b");
}

function changed(before: Look, parameters: string): Look {
  const codes = parameters === "" ? [0] : parameters.split(/[;:]/).map(Number);
  let look = before;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const { color, length } = extended(codes.slice(at + 1));
      if (code === 38) look = { ...look, color };
      at += length;
    } else look = withCode(look, code);
  }
  return look;
}

function withCode(look: Look, code: number): Look {
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { ...look, isBold: true };
    case 2:
      return { ...look, isDim: true };
    case 3:
      return { ...look, isItalic: true };
    case 4:
      return { ...look, isUnderlined: true };
    case 22:
      return { ...look, isBold: false, isDim: false };
    case 23:
      return { ...look, isItalic: false };
    case 24:
      return { ...look, isUnderlined: false };
    case 39:
      return { ...look, color: null };
    default: {
      const color = COLORS[code >= 90 ? code - 90 : code - 30];
      return color ? { ...look, color } : look;
    }
  }
}

/** What follows a 38 or 48: `5;n` or `2;r;g;b`, and how many parameters that were. */
function extended(codes: number[]): { color: AnsiColor | null; length: number } {
  const [kind, first = 0, second = 0, third = 0] = codes;
  if (kind === 5) return { color: ofPalette(first), length: 2 };
  if (kind === 2) return { color: ofRgb(first, second, third), length: 4 };
  return { color: null, length: codes.length };
}

function ofPalette(index: number): AnsiColor | null {
  if (index < 16) return COLORS[index % 8] ?? null;
  if (index >= 232) return "white";
  const cube = index - 16;
  const level = (part: number) => (part === 0 ? 0 : part * 40 + 55);
  return ofRgb(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

/** Each part that is at least half as strong as the strongest counts; the sum is the number of the colour. */
function ofRgb(red: number, green: number, blue: number): AnsiColor | null {
  const strongest = Math.max(red, green, blue);
  if (strongest < 32) return "black";
  const bit = (part: number, value: number) => (part * 2 > strongest ? value : 0);
  return COLORS[bit(red, 1) + bit(green, 2) + bit(blue, 4)] ?? null;
}
