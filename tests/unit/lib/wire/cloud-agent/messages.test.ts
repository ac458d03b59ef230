import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { encodeAnswer, encodeTwirpError } from "@/lib/wire/cloud-agent/encode";
import { AGENTS, OUTCOME, VERSIONS } from "@/lib/wire/cloud-agent/messages";
import { decodeAgentRequest, twirpFormat } from "@/lib/wire/cloud-agent/request";

/**
 * Bytes as LiveKit's own code writes and reads them: made with github.com/livekit/protocol (commit 8847d745, July 2026) and
 * google.golang.org/protobuf 1.36.12, deterministic.
 */
const GO = {
  agents:
    "0a91010a0c726563657074696f6e697374120c726563657074696f6e6973741a02763222620a0b73656c662d686f73746564120c726563657074696f6e6973741a0752756e6e696e6720ac023a01304201304a01305201305a01306201307a02763282010276328a010c726563657074696f6e6973749001019a010b0880f7c4d50610c0a9d33a320b0880f7c4d50610c0a9d33a",
  versions:
    "0a370a02763210011a0b0880f7c4d50610c0a9d33a2a110a076769745f7368611206306131623263320752756e6e696e673a046d69726148010a200a0276311a0b0880f7c4d50610c0a9d33a220b0880f7c4d50610c0a9d33a4001",
  outcome: "12026e6f",
  listRequest: "0a046465736b120c726563657074696f6e697374",
  versionsRequest: "0a0c726563657074696f6e69737412046465736b",
  secretsRequest: "0a0c726563657074696f6e697374180122080a014112016228012a0143",
};
const AT = new Date(1_790_000_000_123);

const DEPLOYMENT = {
  ...{ region: "self-hosted", agentId: "receptionist", status: "Running", replicas: 300, minReplicas: 0 },
  ...{ maxReplicas: 0, cpuReq: "0", curCpu: "0", curMem: "0", memReq: "0", memLimit: "0", cpuLimit: "0" },
  ...{ serverRegion: "", deployment: "v2", version: "v2", agentName: "receptionist", deploymentEnabled: true },
  lastScrapedAt: AT,
};
const AGENT = {
  ...{ agentId: "receptionist", agentName: "receptionist", version: "v2", deployedAt: AT },
  agentDeployments: [DEPLOYMENT],
};
const NEW = {
  ...{ version: "v2", current: true, createdAt: AT, deployedAt: null, attributes: { git_sha: "0a1b2c" } },
  ...{ status: "Running", owner: "mira", draining: false, active: true },
};
const OLD = {
  ...{ version: "v1", current: false, createdAt: AT, deployedAt: AT, attributes: {}, status: "", owner: "" },
  ...{ draining: true, active: false },
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
/** Protobuf leaves the order of fields free; Go writes them by number. */
const byNumber = (message: typeof AGENT) => {
  const { deployedAt, ...rest } = message;
  return { ...rest, deployedAt };
};

describe("answers", () => {
  it("are byte for byte what LiveKit's own code writes", () => {
    expect(hex(encodeAnswer("protobuf", AGENTS, { agents: [byNumber(AGENT)] }))).toBe(GO.agents);
    expect(hex(encodeAnswer("protobuf", VERSIONS, { versions: [NEW, OLD] }))).toBe(GO.versions);
    expect(hex(encodeAnswer("protobuf", OUTCOME, { success: false, message: "no" }))).toBe(GO.outcome);
  });

  it("have the .proto file's names in JSON, and attributes keep theirs", () => {
    const json = JSON.parse(Buffer.from(encodeAnswer("json", AGENTS, { agents: [AGENT] })).toString());
    expect(json.agents[0]).toMatchObject({ agent_id: "receptionist", deployed_at: AT.toISOString() });
    expect(json.agents[0].agent_deployments[0]).toMatchObject({ min_replicas: 0, deployment_enabled: true });
    const { versions } = JSON.parse(Buffer.from(encodeAnswer("json", VERSIONS, { versions: [NEW] })).toString());
    expect(versions[0].attributes).toEqual({ git_sha: "0a1b2c" });
  });

  it("refuse with Twirp's word and the reason, where both of lk's readers look", () => {
    expect(JSON.parse(encodeTwirpError("forbidden", "no"))).toEqual({
      ...{ code: "permission_denied", msg: "no", meta: { code: "permission_denied" } },
    });
  });
});

describe("requests", () => {
  const decode = (method: string, bytes: string) => decodeAgentRequest(method, "protobuf", Buffer.from(bytes, "hex"));

  it("say which agent is meant, wherever the two fields stand", () => {
    const both = { agentId: "receptionist", agentName: "desk" };
    expect(decode("ListAgents", GO.listRequest)).toEqual(both);
    expect(decode("ListAgentVersions", GO.versionsRequest)).toEqual(both);
    expect(decode("UpdateAgentSecrets", GO.secretsRequest)).toEqual({ agentId: "receptionist", agentName: "" });
    expect(decode("ListAgents", "")).toEqual({ agentId: "", agentName: "" });
  });

  it("may be JSON in either spelling", () => {
    const json = (text: string) => decodeAgentRequest("ListAgents", "json", Buffer.from(text));
    expect(json('{"agent_id":"a","agentName":"b"}')).toEqual({ agentId: "a", agentName: "b" });
    expect(json("")).toEqual({ agentId: "", agentName: "" });
    for (const text of ["[]", "1", "{", '"x"', "null"]) expect(() => json(text)).toThrow(AppError);
  });

  it("come in two formats", () => {
    expect([twirpFormat("application/protobuf"), twirpFormat("application/json; charset=utf-8")]).toEqual([
      "protobuf",
      "json",
    ]);
    for (const type of [null, "", "application/x-protobuf", "text/plain"])
      expect(() => twirpFormat(type)).toThrow(AppError);
  });
});
