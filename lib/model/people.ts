import { z } from "zod";
import type { ProjectScope } from "./scope";
import type { ShareGrant } from "./shares";

/** What somebody is in a project, from all to least. Given by an invitation, changed by an owner or admin. */
export const ROLES = ["owner", "admin", "member", "viewer"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/**
 * What a request may do. `read`: see sessions. `hear`: play and download recordings. `write`: tags, views, shares.
 * `send`: build logs. `manage`: settings, keys, members, deletions. `own`: delete the project.
 */
export type Right = "read" | "hear" | "write" | "send" | "manage" | "own";

/** Who does something: a person that logged in, an API key, whoever has a link to a session, or the product itself. */
export interface Actor {
  kind: "user" | "key" | "share" | "system";
  id: string;
  /** For people to read: a name, or the key's id. */
  name: string;
}

/** Who asks and for which project, proven by a login, a key pair or a link. Made only in `lib/access`. */
export interface Reader {
  scope: ProjectScope;
  actor: Actor;
  rights: ReadonlySet<Right>;
  /** By a link: nothing but this session may be read. */
  share?: ShareGrant;
}

/** The right and left of an @ and a dot: whether it exists, only a mail would tell. Lower case: nobody has two of them. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "must be an email address such as me@example.com");

/** Length is what counts; longer than this is no password but an attempt to keep us busy. Source: NIST SP 800-63B §5.1.1. */
export const Password = z
  .string()
  .min(10, "must have at least 10 characters")
  .max(200, "must have at most 200 characters");

export const PersonName = z.string().trim().min(1, "must not be empty").max(100);

const Secret = z.string().min(1).max(200);

/** Body of `POST /api/v1/setup`: the first account. `code` is what `npm start` printed, where one is asked for. */
export const SetupInput = z.strictObject({
  name: PersonName,
  email: Email,
  password: Password,
  code: z.string().max(200).optional(),
});

/** Answer of `GET /api/v1/setup`. */
export const SetupState = z.object({ isOpen: z.boolean(), needsCode: z.boolean() });
export type SetupState = z.infer<typeof SetupState>;

/** Body of `POST /api/v1/login`. */
export const LoginInput = z.strictObject({ email: Email, password: Secret });

/** Answer of `GET /api/v1/me`: who is logged in, in which projects, in how many browsers. */
export const Me = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  /** False for somebody who logs in by the identity provider only. */
  hasPassword: z.boolean(),
  loginCount: z.number(),
  projects: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), role: Role, mayHear: z.boolean() })),
});
export type Me = z.infer<typeof Me>;

/** Body of `PATCH /api/v1/me`: any part. A new password asks for the one before. */
export const MePatch = z.strictObject({
  name: PersonName.optional(),
  password: z.strictObject({ before: Secret, after: Password }).optional(),
});

/** Somebody who belongs to a project. */
export const Member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  mayHear: z.boolean(),
  since: z.string(),
  lastSeenAt: z.string().nullable(),
});
export type Member = z.infer<typeof Member>;

/** A link into the project that nobody has used yet. The link itself is shown once. */
export const Invite = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role: Role,
  mayHear: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Invite = z.infer<typeof Invite>;

/** Answer of `GET /api/v1/project/members`. */
export const MembersAnswer = z.object({ members: z.array(Member), invites: z.array(Invite) });
export type MembersAnswer = z.infer<typeof MembersAnswer>;

export const MemberPath = z.object({ personId: z.string().max(100) });

/** Body and path of `PATCH /api/v1/project/members/{personId}`. */
export const MemberPatch = z.strictObject({
  ...MemberPath.shape,
  role: Role.optional(),
  mayHear: z.boolean().optional(),
});

/** Body of `POST /api/v1/project/invites`. With an e-mail only that account may use the link. */
export const InviteInput = z.strictObject({
  email: Email.optional(),
  role: Role,
  mayHear: z.boolean().default(false),
  days: z.number().int().min(1).max(30).default(7),
});

export const InvitePath = z.object({ inviteId: z.string().max(100) });

/** A link that was just made. It holds its secret behind the #, which browsers never send. */
export const MadeLink = z.object({ id: z.string(), url: z.string(), expiresAt: z.string() });
export type MadeLink = z.infer<typeof MadeLink>;

const Token = z.string().min(20).max(100);

/** Body of `POST /api/v1/join/look`. */
export const JoinLook = z.strictObject({ token: Token });

/** Answer of it: what the link is for. */
export const JoinState = z.object({
  kind: z.enum(["invite", "reset"]),
  project: z.object({ slug: z.string(), name: z.string() }),
  role: Role.nullable(),
  mayHear: z.boolean().nullable(),
  /** Of the account to be reset, or the only one that may use the invitation. */
  email: z.string().nullable(),
  /** Who is logged in here already. */
  loggedInAs: z.string().nullable(),
});
export type JoinState = z.infer<typeof JoinState>;

/**
 * Body of `POST /api/v1/join`. An invitation wants all three for a new account, and none of them from somebody who is logged in;
 * a reset wants the password.
 */
export const JoinInput = z.strictObject({
  token: Token,
  name: PersonName.optional(),
  email: Email.optional(),
  password: Password.optional(),
});
export type JoinInput = z.infer<typeof JoinInput>;

/** Where a browser goes on. */
export const GoOn = z.object({ project: z.string().nullable() });
