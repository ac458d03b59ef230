import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import type { NewView, ViewChange } from "@/lib/model/views";

/** More views than this are no row of tabs; each is asked for with every list. */
const VIEWS_MAX = 50;
/** Source: PostgreSQL 18, appendix A: unique_violation. */
const UNIQUE_VIOLATION = "23505";

/**
 * Keeps a new view and answers its id. A new default takes the place of the one before.
 * Errors: `conflict` for a name that another view has, and when there are too many.
 */
export async function saveView(scope: ProjectScope, view: NewView, createdBy: string): Promise<string> {
  const id = `view_${randomUUID()}`;
  const statement = `with others as (
      update saved_view set is_default = false where project_id = $1 and is_default and $4
    )
    insert into saved_view (project_id, id, name, is_default, filters, columns, created_by)
    select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from saved_view where project_id = $1) < ${VIEWS_MAX}`;
  const { name, isDefault, filters, columns } = view;
  const values = [scope.projectId, id, name, isDefault, JSON.stringify(filters), columns, createdBy];
  const saved = await orTaken(name, () => pool().query(statement, values));
  if (saved.rowCount === 1) return id;
  throw new AppError("conflict", `This project has ${VIEWS_MAX} saved views already: delete one first.`);
}

/**
 * Changes what the view's change names; answers whether there is such a view. A new default takes the place of the one before.
 * Errors: `conflict` for a name that another view has.
 */
export async function saveViewChange(scope: ProjectScope, change: ViewChange): Promise<boolean> {
  const { id, name, isDefault, filters, columns } = change;
  // One statement may not change a row twice: the view itself is left to the second part.
  const statement = `with others as (
      update saved_view set is_default = false where project_id = $1 and id <> $2 and is_default and $4
        and exists (select from saved_view where project_id = $1 and id = $2)
    )
    update saved_view set name = coalesce($3, name), is_default = coalesce($4, is_default),
      filters = coalesce($5::jsonb, filters), columns = coalesce($6, columns), updated_at = now()
    where project_id = $1 and id = $2`;
  const json = filters === undefined ? null : JSON.stringify(filters);
  const values = [scope.projectId, id, name ?? null, isDefault ?? null, json, columns ?? null];
  const saved = await orTaken(name ?? "", () => pool().query(statement, values));
  return saved.rowCount === 1;
}

/** Deletes a view; answers whether there was one. */
export async function deleteView(scope: ProjectScope, id: string): Promise<boolean> {
  const deleted = await pool().query("delete from saved_view where project_id = $1 and id = $2", [scope.projectId, id]);
  return deleted.rowCount === 1;
}

async function orTaken<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw new AppError("conflict", `This project has a view named "${name}" already.`, { cause: error });
  }
}
