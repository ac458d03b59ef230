import { refusedNames } from "../../../boundaries.mjs";

/** Files and folders are named after their subject, in kebab-case, and none is a barrel. */
export function nameRule(source, _area, report) {
  const parts = source.path.split("/");
  const file = parts.at(-1);
  const stem = file.replace(/\..*$/, "");
  const refuse = (message) => report(source.program, "names", message);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(file)) refuse(`${file} is not kebab-case`);
  if (stem === "index") refuse("an index file hides where things are: import from the file itself");
  for (const name of [...parts.slice(0, -1), stem]) {
    if (refusedNames.includes(name)) refuse(`"${name}" says nothing: name it after its subject`);
  }
}
