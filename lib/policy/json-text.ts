const STRING_OR_NUMBER = /"(?:[^"\\]|\\[\s\S])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

/** Whether a text may be JSON that holds texts: an object, a list, or a text in quotes. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{[\s\S]*\}|\[[\s\S]*\]|"[\s\S]*")\s*$/.test(text);
}

/**
 * Edits the texts inside JSON where they stand, keys too: each is read with its escapes undone (`\u0040` is @), and written
 * anew if `edit` changed it; everything else stays byte for byte. A whole number that `edit` changes becomes a text.
 * `isKept` says of a key that its value is not to be touched. null when the text is no JSON.
 */
export function editJsonText(
  json: string,
  edit: (text: string) => string,
  isKept: (key: string) => boolean,
): string | null {
  try {
    JSON.parse(json);
  } catch {
    // Cut off, or another language's notation: the caller goes on with plain text.
    return null;
  }
  return editTokens(json, edit, isKept);
}

/** Texts with escapes in something that is no whole JSON, because it was cut off: those in quotes are edited all the same. */
export function editQuoted(text: string, edit: (text: string) => string): string {
  return editTokens(text, edit, () => false);
}

function editTokens(json: string, edit: (text: string) => string, isKept: (key: string) => boolean): string {
  let key = "";
  return json.replace(STRING_OR_NUMBER, (token, offset: number) => {
    if (token[0] !== '"') return INTEGER.test(token) && !isKept(key) ? editedNumber(token, edit) : token;
    const text = unquoted(token);
    if (text === null) return token;
    const isKey = /^\s*:/.test(json.slice(offset + token.length, offset + token.length + 20));
    if (isKey) key = text;
    else if (isKept(key)) return token;
    const edited = edit(text);
    return edited === text ? token : JSON.stringify(edited);
  });
}

function editedNumber(token: string, edit: (text: string) => string): string {
  const edited = edit(token);
  return edited === token ? token : JSON.stringify(edited);
}

/** null for what only looks like a text of JSON. */
function unquoted(token: string): string | null {
  try {
    return JSON.parse(token) as string;
  } catch {
    return null;
  }
}
