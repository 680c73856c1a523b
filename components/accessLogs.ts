import * as pulumi from "@pulumi/pulumi";
import { getServiceAccountOutput } from "@pulumi/aws/elb/getServiceAccount";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import type { Account } from "./account";
import { createPrivateBucket } from "./privateBucket";

/** Folder that load balancers write to, one below it a service. */
export const INCOMING = "incoming";

/** Folder that the log shipper moves to what it has read. */
export const SHIPPED = "shipped";

/** How long a log is kept, read or not. Days. */
const KEPT_DAYS = 30;

/** The load balancers' access logs, as those that write or read them see them. */
export interface AccessLogs {
  readonly bucket: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** A load balancer is refused a bucket that it may not write to yet. */
  readonly ready: pulumi.Resource;
}

export interface AccessLogsArgs {
  readonly account: Account;
  /** The services whose load balancers write here. */
  readonly services: readonly string[];
}

/**
 * Makes the bucket of the access logs. Elastic Load Balancing delivers as its service principal, and in regions older than
 * August 2022 as an account of its own; AWS's pages differ on where the principal alone is enough, so both may. It can
 * use no key but S3's own (Application Load Balancers guide, "Enable access logs").
 */
export function createAccessLogs({ account, services }: AccessLogsArgs): AccessLogs {
  const name = "access-logs";
  const { bucket, block } = createPrivateBucket(name, {});
  const { accountId } = account;
  const targets = services.map(
    (service) => pulumi.interpolate`${bucket.arn}/${INCOMING}/${service}/AWSLogs/${accountId}/*`,
  );
  const put = { Effect: "Allow", Action: "s3:PutObject", Resource: targets };
  const old = hasOwnAccount(new pulumi.Config("aws").get("region"))
    ? [{ Sid: "OldRegions", ...put, Principal: { AWS: getServiceAccountOutput().arn } }]
    : [];
  const policy = new BucketPolicy(
    `${name}-policy`,
    {
      bucket: bucket.bucket,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "LogDelivery",
            ...put,
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          },
          ...old,
        ],
      }),
    },
    // Both change the bucket's policy, and AWS refuses the two at once.
    { dependsOn: [block] },
  );
  new BucketLifecycleConfiguration(`${name}-lifecycle`, {
    bucket: bucket.bucket,
    rules: [
      {
        id: "expire",
        status: "Enabled",
        filter: {},
        expiration: { days: KEPT_DAYS },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
  });
  return { bucket: bucket.bucket, bucketArn: bucket.arn, ready: policy };
}

/** Regions with an account of Elastic Load Balancing's that writes access logs (the guide's table "Bucket policy"). */
const OLD_REGIONS: ReadonlySet<string> = new Set(
  (
    "us-east-1 us-east-2 us-west-1 us-west-2 us-gov-east-1 us-gov-west-1 ca-central-1 sa-east-1 af-south-1 " +
    "eu-central-1 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 me-south-1 cn-north-1 cn-northwest-1 " +
    "ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3"
  ).split(" "),
);

function hasOwnAccount(region: string | undefined): boolean {
  return region !== undefined && OLD_REGIONS.has(region);
}
