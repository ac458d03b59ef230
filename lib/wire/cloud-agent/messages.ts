/**
 * Messages of LiveKit's Cloud Agent service that we answer with. Names are those of the .proto file in camel case, and each table
 * says a message's field numbers. Source: livekit/protocol, protobufs/livekit_cloud_agent.proto (July 2026).
 */

/** Values of a message: text, whole numbers from 0, truth, an instant or none, texts by name, or messages. */
export type Value = string | number | boolean | Date | null | Readonly<Record<string, string>> | readonly object[];

/** The number of each field; with the layout of its messages where it holds some. */
export type Layout = { readonly [name: string]: number | { field: number; layout: Layout } };
export type LayoutOf<Message> = { readonly [Name in keyof Message]: Layout[string] };

/** One version of an agent that runs, as `lk agent status` shows it. CPU and memory are Kubernetes quantities: "0" at least. */
export interface AgentDeployment {
  region: string;
  agentId: string;
  status: string;
  replicas: number;
  minReplicas: number;
  maxReplicas: number;
  cpuReq: string;
  curCpu: string;
  curMem: string;
  memReq: string;
  memLimit: string;
  cpuLimit: string;
  /** Part of the host that `lk agent logs` asks next: "" asks ours. */
  serverRegion: string;
  deployment: string;
  version: string;
  agentName: string;
  /** Without it `status` shows no deployment. */
  deploymentEnabled: boolean;
  /** Without it `status` shows neither name nor use. */
  lastScrapedAt: Date | null;
}

/** `lk agent logs` reads the first deployment without looking whether there is one. */
export interface AgentInfo {
  agentId: string;
  agentName: string;
  version: string;
  agentDeployments: readonly AgentDeployment[];
  /** None is shown as 1970. */
  deployedAt: Date | null;
}

export interface AgentVersion {
  version: string;
  current: boolean;
  createdAt: Date | null;
  deployedAt: Date | null;
  attributes: Readonly<Record<string, string>>;
  status: string;
  owner: string;
  draining: boolean;
  active: boolean;
}

/** Answer of methods that do something. */
export interface Outcome {
  success: boolean;
  message: string;
}

const AGENT_DEPLOYMENT: LayoutOf<AgentDeployment> = {
  region: 1,
  agentId: 2,
  status: 3,
  replicas: 4,
  minReplicas: 5,
  maxReplicas: 6,
  cpuReq: 7,
  curCpu: 8,
  curMem: 9,
  memReq: 10,
  memLimit: 11,
  cpuLimit: 12,
  serverRegion: 13,
  deployment: 15,
  version: 16,
  agentName: 17,
  deploymentEnabled: 18,
  lastScrapedAt: 19,
};

const AGENT_INFO: LayoutOf<AgentInfo> = {
  agentId: 1,
  agentName: 2,
  version: 3,
  agentDeployments: { field: 4, layout: AGENT_DEPLOYMENT },
  deployedAt: 6,
};

const AGENT_VERSION: LayoutOf<AgentVersion> = {
  version: 1,
  current: 2,
  createdAt: 3,
  deployedAt: 4,
  attributes: 5,
  status: 6,
  owner: 7,
  draining: 8,
  active: 9,
};

/** ListAgentsResponse. */
export const AGENTS: LayoutOf<{ agents: readonly AgentInfo[] }> = { agents: { field: 1, layout: AGENT_INFO } };
/** ListAgentVersionsResponse. */
export const VERSIONS: LayoutOf<{ versions: readonly AgentVersion[] }> = {
  versions: { field: 1, layout: AGENT_VERSION },
};
/** ListAgentSecretsResponse; we hold none. */
export const SECRETS: LayoutOf<{ secrets: readonly never[] }> = { secrets: { field: 1, layout: {} } };
/** UpdateAgentSecretsResponse. */
export const OUTCOME: LayoutOf<Outcome> = { success: 1, message: 2 };
