import type { EndpointTest } from "./selfTest";

/** What `/test` tests, all at once. */
export const TESTS: readonly EndpointTest[] = [
  {
    Name: "Statistics",
    Description: "An administrator's token is accepted and the database is counted.",
    Endpoint: "/admin/statistics",
    method: "GET",
    authorization: "token",
    expected: { status: 200, keys: ["DatabaseTime", "DatabaseBytes", "ActiveTokens", "ActiveClients"] },
  },
  {
    Name: "Token",
    Description: "A client gets a token for its credentials, and the database keeps it.",
    Endpoint: "/auth/token",
    method: "POST",
    form: { grant_type: "client_credentials" },
    authorization: "credentials",
    expected: { status: 200, keys: ["access_token", "token_type", "expires_in"] },
  },
];
