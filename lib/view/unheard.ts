/**
 * The words of an interrupted turn that the caller never heard: what the model meant to say beyond what was spoken.
 * Both texts as sent; spaces do not count. Empty when `meant` does not begin with `heard` (the SDK changed the text).
 */
export function findUnheard(heard: string, meant: string): string {
  const wanted = heard.replace(/\s+/g, "");
  if (wanted === "") return meant.trim();
  let matched = 0;
  for (let index = 0; index < meant.length; index += 1) {
    const character = meant.charAt(index);
    if (/\s/.test(character)) continue;
    if (character !== wanted.charAt(matched)) return "";
    matched += 1;
    if (matched === wanted.length) return meant.slice(index + 1).trim();
  }
  return "";
}
