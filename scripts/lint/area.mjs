import { rows } from "../../boundaries.mjs";

/**
 * Finds the row of the boundary table a path belongs to, and the area's own name (`components/session` for the row
 * `components/*`). Null when the table does not name the path.
 */
export function areaOf(path) {
  let best = null;
  for (const row of rows) {
    const name = matchPrefix(row.where, path);
    if (name !== null && (best === null || row.where.length > best.row.where.length || best.row.where.includes("*"))) {
      best = { row, name };
    }
  }
  return best;
}

/** True when `from` may import `to`: itself, or what its row names. */
export function mayImport(from, to) {
  return from.name === to.name || from.row.may.includes(to.row.where) || from.row.may.includes("**");
}

/** True when `area` is one of the named rows. */
export function isIn(area, wheres) {
  return wheres.some((where) => where === area.row.where || matchPrefix(where, area.name) !== null);
}

function matchPrefix(where, path) {
  const wanted = where.split("/");
  const given = path.split("/");
  if (given.length < wanted.length) return null;
  // `components/*` is a folder: a file that lies loose in components/ belongs to no screen and to no row.
  if (where.endsWith("*") && given.length === wanted.length && /\.\w+$/.test(path)) return null;
  return wanted.every((part, index) => part === "*" || part === given[index])
    ? given.slice(0, wanted.length).join("/")
    : null;
}
