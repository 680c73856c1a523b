import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { createPrivateBucket } from "../privateBucket";
import { ELASTIC_VERSION } from "./elastic";
import { assignments, lines, script } from "./shell";
import type { Needs, NeedsArgs, Software } from "./types";

/**
 * Elasticsearch, one node a stack, with TLS and login.
 *
 * Its data survives the instance in S3: a snapshot every 15 minutes, which the next instance restores before it is let
 * in. What was written after the last snapshot is lost with the instance. Logs are kept for 14 days. A restore runs at
 * 120 MB a second at most, so that 50 GiB fit into the time that a launch may take.
 *
 * Nobody has the password of `elastic`: an administrator makes one through Session Manager, with
 * `elasticsearch-reset-password`. Without login, `/_cluster/health` alone answers (Elasticsearch guide, "Anonymous
 * access"): 200 where a master is known, else 503.
 */
export const elasticsearch: Software = {
  single: true,
  script: (definition) =>
    lines(
      assignments({ ELASTIC_VERSION, PORT: definition.port ?? 9200 }),
      script("elastic"),
      script("elasticsearch"),
    ),
  needs: createNeeds,
};

function createNeeds({ name }: NeedsArgs, options: pulumi.CustomResourceOptions): Needs {
  const secret = new Secret(
    `${name}-writer`,
    { description: `Password of the user log_writer of ${name}; its first instance makes it` },
    options,
  );
  const { bucket } = createPrivateBucket(`${name}-snapshots`, options);
  return {
    variables: { WRITER_SECRET: secret.arn, SNAPSHOTS_BUCKET: bucket.bucket },
    secretArn: secret.arn,
    statements: [
      {
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
        Resource: secret.arn,
      },
      { Effect: "Allow", Action: "secretsmanager:GetRandomPassword", Resource: "*" },
      // What the guide asks for, "S3 repository", "Recommended S3 permissions".
      {
        Effect: "Allow",
        Action: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
        Resource: bucket.arn,
      },
      {
        Effect: "Allow",
        Action: [
          "s3:GetObject",
          "s3:PutObject",
          "s3:DeleteObject",
          "s3:AbortMultipartUpload",
          "s3:ListMultipartUploadParts",
        ],
        Resource: pulumi.interpolate`${bucket.arn}/*`,
      },
    ],
  };
}
