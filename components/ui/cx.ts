/** Joins class names and leaves out what is false: `cx("a", isOn && "b")`. */
export function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
