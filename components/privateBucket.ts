import type * as pulumi from "@pulumi/pulumi";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";

/** A bucket that nobody outside can be let into, with the keys that S3 itself manages (its default). */
export function createPrivateBucket(
  name: string,
  options: pulumi.CustomResourceOptions,
): { bucket: Bucket; block: BucketPublicAccessBlock } {
  const bucket = new Bucket(name, {}, options);
  const block = new BucketPublicAccessBlock(
    `${name}-private`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    options,
  );
  return { bucket, block };
}
