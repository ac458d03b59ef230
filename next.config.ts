import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const root = dirname(fileURLToPath(import.meta.url));

const config: NextConfig = {
  poweredByHeader: false,
  // Compression belongs to a proxy; here it would hold event streams back.
  compress: false,
  devIndicators: false,
  // Types are checked by `npm run check`; `npm start` on a user's machine only builds.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root },
  outputFileTracingRoot: root,
  // Loaded from node_modules at run time, once for Next.js and the fast lane together.
  serverExternalPackages: [
    "pg",
    "@prisma/client",
    "@prisma/adapter-pg",
    "@aws-sdk/client-s3",
    "@aws-sdk/lib-storage",
    "ogg-opus-decoder",
    "@node-rs/argon2",
  ],
};

export default config;
