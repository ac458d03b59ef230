// What `npm start` tells a person: where Earshot is and what to put where, so that an agent finds it.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** @typedef {{ slug: string, apiKey: string, apiSecret: string }} FirstProject */

/**
 * @param {string} publicUrl @param {FirstProject} project
 * @returns {string[]} lines for the environment of an agent
 */
function agentLines(publicUrl, project) {
  return [
    `LIVEKIT_OBSERVABILITY_URL=${publicUrl}`,
    `LIVEKIT_API_KEY=${project.apiKey}`,
    `LIVEKIT_API_SECRET=${project.apiSecret}`,
  ];
}

/**
 * livekit-server tells agents to record, and signs its webhooks with a key pair that we know; agents sign with the same.
 * Source: livekit-server 1.13.5, pkg/agent/config.go and pkg/config/config.go.
 * @param {string} publicUrl @param {FirstProject} project @param {string} secret
 */
function serverYaml(publicUrl, project, secret) {
  return [
    "keys:",
    `  ${project.apiKey}: ${secret}`,
    "agents:",
    "  enable_user_data_recording: true",
    "webhook:",
    `  api_key: ${project.apiKey}`,
    "  urls:",
    `    - ${publicUrl}/webhooks/livekit`,
  ];
}

/**
 * Writes the agent's lines to a file that only its owner can read. Answers false when they stood there already: then the
 * secret need not be shown again.
 * @param {string} file @param {string[]} lines
 */
function saveAgentLines(file, lines) {
  const text = `${lines.join("\n")}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, text, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
  return true;
}

/**
 * The words after a successful start. `setupCode`: null when there is an account, "" when whoever opens the page may make it, else the
 * code that it asks for; behind the #, where it comes into no log.
 * @param {{ publicUrl: string, setupCode: string | null, project: FirstProject, agentFile: string }} facts
 */
export function welcome({ publicUrl, setupCode, project, agentFile }) {
  const isNew = saveAgentLines(agentFile, agentLines(publicUrl, project));
  const secret = isNew ? project.apiSecret : `(in ${agentFile})`;
  const shown = agentLines(publicUrl, { ...project, apiSecret: secret });
  const indent = (/** @type {string[]} */ lines) => lines.map((line) => `    ${line}`);
  const setupUrl = `${publicUrl}/setup${setupCode ? `#${setupCode}` : ""}`;
  const setup = ["", "  Nobody has an account yet. Make the owner account here:", `    ${setupUrl}`];
  return [
    "",
    `  Earshot is running: ${publicUrl}`,
    ...(setupCode === null ? [] : [...setup, ""]),
    `  Project ${project.slug}, API key ${project.apiKey}, secret ${secret}`,
    "",
    `  Environment of your agent (also in ${agentFile}):`,
    ...indent(shown),
    "",
    "  Configuration of livekit-server, so that agents record and rooms are known:",
    ...indent(serverYaml(publicUrl, project, secret)),
    "",
    "  Your livekit-server has a key pair already? Start Earshot with it instead:",
    "    EARSHOT_INIT_API_KEY=<key> EARSHOT_INIT_API_SECRET=<secret> npm start",
    "",
  ].join("\n");
}
