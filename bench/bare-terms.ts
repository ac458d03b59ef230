/** The schema with the bare server's copies of the tables. */
export const BARE_SCHEMA = "bench_bare";

/** Names a request's session, which that server does not look for in the body. */
export const SESSION_HEADER = "x-bench-session";
