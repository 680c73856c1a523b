import { relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { BucketObjectv2 } from "@pulumi/aws/s3/bucketObjectv2";
import { Parameter } from "@pulumi/aws/ssm/parameter";
import { parameterPrefix } from "../parameters";
import { createPrivateBucket } from "../privateBucket";
import { readServiceFile } from "./serviceFile";
import { assignments, lines, script } from "./shell";
import type { Needs, NeedsArgs, Software } from "./types";

/**
 * The sample service (`service/`) on Node, as a user of its own.
 *
 * It is a sample: each instance has a Postgres of its own, which ends with it, so a token holds on the instance that
 * gave it and nowhere else. The database is reached through its socket alone, by the user's own name (`peer`): it has no
 * password. The one client that may ask for tokens has a secret that the instance makes; it stands in
 * `/etc/sample-service/environment` there and nowhere else.
 */
export const sampleService: Software & { readonly httpOnly: true } = {
  httpOnly: true,
  script: ({ port = 8080 }) => lines(assignments({ PORT: port }), script("sample-service")),
  needs: createNeeds,
};

function createNeeds(
  { name, account, maintenance }: NeedsArgs,
  options: pulumi.CustomResourceOptions,
): Needs {
  const { path, sha256, version } = readServiceFile();
  const { bucket } = createPrivateBucket(`${name}-artifacts`, options);
  // Another content has another key: the template changes with it, and the group replaces its instances.
  const key = `sample-service/${sha256}.js`;
  const object = new BucketObjectv2(
    `${name}-artifact`,
    {
      bucket: bucket.bucket,
      key,
      // As seen from the program's folder: what the state keeps of it is then the same on every machine.
      source: new pulumi.asset.FileAsset(relative(process.cwd(), path)),
      contentType: "text/javascript",
    },
    options,
  );
  // Asked for by the instance, so that a first preview shows the whole user data: it knows no bucket's name.
  const bucketParameter = `${parameterPrefix()}/${name}/artifacts`;
  const parameter = new Parameter(
    `${name}-artifacts-parameter`,
    {
      name: bucketParameter,
      description: `Bucket that instances of ${name} fetch the service from.`,
      type: "String",
      value: bucket.bucket,
    },
    options,
  );
  const switches = maintenance === undefined ? [] : [maintenance.switch, maintenance.administrators];
  return {
    variables: {
      BUCKET_PARAMETER: bucketParameter,
      ARTIFACT_KEY: key,
      ARTIFACT_SHA256: sha256,
      BUILD_VERSION: version,
      MAINTENANCE_PARAMETER: maintenance?.switch ?? "",
      ADMINISTRATORS_PARAMETER: maintenance?.administrators ?? "",
    },
    ready: [object, parameter],
    statements: [
      { Effect: "Allow", Action: "s3:GetObject", Resource: pulumi.interpolate`${bucket.arn}/${key}` },
      {
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: [bucketParameter, ...switches].map(
          (parameterName) =>
            pulumi.interpolate`arn:${account.partition}:ssm:${account.region}:${account.accountId}:parameter${parameterName}`,
        ),
      },
    ],
  };
}
