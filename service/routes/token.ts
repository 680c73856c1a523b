import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Tokens } from "../tokens";

export const TOKEN_PATH = "/auth/token";

const GRANT = "client_credentials";

/**
 * OAuth's client-credentials grant (RFC 6749, sections 2.3.1, 4.4 and 5): a form body, credentials as HTTP Basic or as
 * fields of the form.
 */
export function tokenRoute(app: FastifyInstance, tokens: Tokens): void {
  app.post(TOKEN_PATH, async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const grant = form.get("grant_type");
    if (grant !== GRANT) {
      const error = grant === null ? "invalid_request" : "unsupported_grant_type";
      return reply
        .code(400)
        .send({ error, error_description: `send the form field grant_type=${GRANT}, as ${FORM_TYPE}` });
    }
    const [id, secret] = basicCredentials(request) ?? [form.get("client_id"), form.get("client_secret")];
    const client = tokens.clientOf(id ?? "", secret ?? "");
    if (client === undefined) {
      return reply
        .code(401)
        .header("WWW-Authenticate", 'Basic realm="service"')
        .send({ error: "invalid_client", error_description: "no client has these credentials" });
    }
    return {
      access_token: await tokens.issue(client),
      token_type: "Bearer",
      expires_in: client.tokenSeconds,
    };
  });
}

const FORM_TYPE = "application/x-www-form-urlencoded";

/** Bodies of forms become URLSearchParams. */
export function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser(FORM_TYPE, { parseAs: "string" }, (_, body, done) => {
    done(null, new URLSearchParams(body.toString()));
  });
}

/** Undefined without an Authorization header of that kind; what cannot be decoded is nobody's. */
function basicCredentials(request: FastifyRequest): [string, string] | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  try {
    const [id = "", secret = ""] = [text.slice(0, colon), text.slice(colon + 1)].map(decodeURIComponent);
    return colon === -1 ? ["", ""] : [id, secret];
  } catch {
    return ["", ""];
  }
}
