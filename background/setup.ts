/** What `npm start` and `npm run redigest` need of ours: plain JavaScript cannot import TypeScript, so this becomes dist/setup.js. */

export { makeResetLinkFor } from "@/lib/access/links";
export { ensureFirstProject } from "@/lib/access/projects";
export { prepareSetup } from "@/lib/access/setup";
export { loadConfig, SETTINGS } from "@/lib/config";
export { redigest } from "./redigest";
