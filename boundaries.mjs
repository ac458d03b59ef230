/**
 * Who may import whom (docs/architecture.md, "Who may import whom"), read by `scripts/lint`. What is not named here is
 * refused, type-only imports too. Change it only with a page in docs/decisions.
 *
 * `where` is a folder or a file; the longest match wins, and `*` stands for one folder name, so that every screen is an
 * area of its own. `may` names other rows; an area may always import itself.
 *
 * Flags say what else an area may do: `environment` reads process.env, `formats` turns numbers and dates into text,
 * `names` spells attribute names that senders chose, `defaults` has default exports because a framework asks for them,
 * `stories` holds long functions made of one test after another.
 */
export const rows = [
  { where: "lib/model", may: [] },
  { where: "lib/errors.ts", may: [] },
  { where: "lib/setting-values.ts", may: [] },
  { where: "lib/config.ts", may: ["lib/errors.ts", "lib/setting-values.ts"], environment: true },
  { where: "lib/log.ts", may: ["lib/config.ts", "lib/errors.ts", "lib/setting-values.ts"] },
  { where: "lib/db.ts", may: ["lib/config.ts", "lib/errors.ts", "generated"] },
  { where: "lib/disk.ts", may: ["lib/config.ts", "lib/errors.ts"] },
  { where: "lib/blobs.ts", may: ["lib/blobs", "lib/config.ts", "lib/errors.ts"] },
  { where: "lib/blobs", may: ["lib/config.ts", "lib/errors.ts"] },

  { where: "lib/wire", may: ["lib/errors.ts"], names: true },
  // docs/decisions/0011-policy.md
  { where: "lib/policy", may: ["lib/wire", "lib/model", "lib/errors.ts"] },
  { where: "lib/normalise", may: ["lib/wire", "lib/model"], names: true },
  // docs/decisions/0014-lines.md
  { where: "lib/filter", may: ["lib/model"] },
  { where: "lib/digest", may: ["lib/model"] },
  { where: "lib/audio", may: ["lib/model"] },
  { where: "lib/journal", may: ["lib/model", "lib/db.ts", "lib/errors.ts"] },
  { where: "lib/store", may: ["lib/model", "lib/db.ts", "lib/blobs.ts", "lib/errors.ts"] },
  {
    where: "lib/query",
    // digest and audio: docs/decisions/0004-reads-derive.md; config: 0006-limits.md
    may: [
      "lib/model",
      "lib/config.ts",
      "lib/db.ts",
      "lib/blobs.ts",
      "lib/disk.ts",
      "lib/errors.ts",
      "lib/journal",
      "lib/normalise",
      "lib/digest",
      "lib/filter",
      "lib/audio",
    ],
  },
  { where: "lib/view", may: ["lib/model"] },
  { where: "lib/export", may: ["lib/model", "lib/query", "lib/view"] },
  // docs/decisions/0013-imports.md; policy: 0020-redacted-imports.md
  {
    where: "lib/import",
    may: [
      "lib/policy",
      "lib/model",
      "lib/config.ts",
      "lib/disk.ts",
      "lib/errors.ts",
      "lib/normalise",
      "lib/wire",
      "lib/query",
      "lib/store",
    ],
  },
  {
    where: "lib/drains",
    may: ["lib/model", "lib/query", "lib/store", "lib/errors.ts", "lib/log.ts"],
    names: true,
  },
  { where: "lib/retention", may: ["lib/model", "lib/query", "lib/store", "lib/journal", "lib/log.ts"] },
  { where: "lib/access", may: ["lib/model", "lib/query", "lib/store", "lib/errors.ts", "lib/config.ts"] },
  { where: "lib/http", may: ["lib/model", "lib/access", "lib/errors.ts", "lib/log.ts"] },
  {
    where: "lib/ingest.ts",
    may: [
      "lib/wire",
      "lib/journal",
      "lib/policy",
      "lib/store",
      "lib/model",
      "lib/access",
      "lib/http",
      "lib/config.ts",
      "lib/disk.ts",
      "lib/errors.ts",
    ],
  },

  // docs/decisions/0014-lines.md
  {
    where: "lib/ingest-lines.ts",
    may: [
      "lib/wire",
      "lib/normalise",
      "lib/filter",
      "lib/policy",
      "lib/store",
      "lib/model",
      "lib/access",
      "lib/http",
      "lib/config.ts",
      "lib/disk.ts",
      "lib/errors.ts",
    ],
  },

  { where: "components/ui", may: ["lib/view"] },
  { where: "components/*", may: ["lib/model", "lib/view", "lib/filter", "components/ui"] },
  {
    where: "app",
    may: [
      "components/*",
      "components/ui",
      "lib/http",
      "lib/ingest.ts",
      "lib/access",
      "lib/query",
      "lib/store",
      "lib/export",
      "lib/import",
      "lib/policy",
      // docs/decisions/0014-lines.md
      "lib/ingest-lines.ts",
      // docs/decisions/0015-lk.md: requests and answers of LiveKit's CLI
      "lib/wire",
      "lib/model",
      "lib/errors.ts",
    ],
    defaults: true,
  },
  { where: "server.ts", may: ["app", "lib/http", "lib/config.ts", "lib/log.ts"] },
  {
    where: "background",
    may: [
      "lib/journal",
      "lib/normalise",
      "lib/digest",
      "lib/audio",
      "lib/store",
      "lib/query",
      "lib/drains",
      "lib/retention",
      "lib/access",
      "lib/model",
      "lib/config.ts",
      "lib/log.ts",
    ],
  },
  // One program for both, so that an image needs one file: docs/decisions/0014-lines.md
  { where: "sidecar", may: ["lib/wire"], environment: true },
  { where: "cli", may: ["lib/model", "lib/view", "lib/filter", "sidecar"], environment: true },

  // Beside the product: what builds, proves and shows it.
  { where: "boundaries.mjs", may: [] },
  { where: "prisma", may: [], environment: true },
  { where: "scripts", may: ["boundaries.mjs", "prisma"], environment: true, formats: true },
  { where: "replay", may: [], names: true, environment: true, formats: true },
  {
    where: "bench",
    // Lines are loaded with the terms that intake would give them: docs/decisions/0014-lines.md. The bare server commits as the product
    // does: docs/decisions/0018-bare-server.md
    may: ["replay", "scripts", "lib/filter", "lib/normalise", "lib/model", "lib/journal"],
    names: true,
    environment: true,
    formats: true,
  },
  { where: "tests", may: ["**"], names: true, environment: true, formats: true, defaults: true, stories: true },
  { where: "next.config.ts", may: [], defaults: true },
  { where: "postcss.config.mjs", may: [], defaults: true },
  { where: "prisma.config.ts", may: [], defaults: true, environment: true },
  { where: "vitest.config.ts", may: [], defaults: true },
  { where: "playwright.config.ts", may: ["tests"], defaults: true, environment: true },
  { where: "generated", may: [] },
];

/** The one file that turns numbers and dates into text. */
export const formatter = "lib/view/format.ts";

/** Packages that belong to one side of the house: only these areas may import them. Others are free. */
export const packages = [
  {
    names: ["pg", "@prisma/*"],
    in: ["lib/db.ts", "lib/journal", "lib/store", "lib/query", "prisma", "scripts", "tests", "bench"],
  },
  { names: ["@aws-sdk/*"], in: ["lib/blobs", "lib/drains", "tests"] },
  { names: ["react-dom", "lucide-react", "radix-ui", "wavesurfer.js", "@tanstack/*"], in: ["components/*", "app"] },
  { names: ["next", "next-themes"], in: ["components/*", "app", "server.ts", "next.config.ts"] },
  { names: ["server-only"], in: [] },
];

/** Sizes (docs/architecture.md, "Sizes"): lines without blanks and comments; the bound itself is still allowed. */
export const limits = { fileLinesMax: 300, functionLinesMax: 49, parametersMax: 4, propsMax: 8 };

/** Names that say nothing about what is inside, for folders and files. */
export const refusedNames = [
  "utils",
  "util",
  "helpers",
  "helper",
  "common",
  "shared",
  "misc",
  "core",
  "types",
  "constants",
];
