import { defineConfig } from "prisma/config";

// Read by Prisma's command line only; at run time migrations are applied by prisma/migrate.mjs.
const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url ? { datasource: { url } } : {}),
});
