import * as pulumi from "@pulumi/pulumi";

/** Where a stack's parameters stand in SSM: `/<project>/<stack>`. */
export function parameterPrefix(): string {
  return `/${pulumi.getProject()}/${pulumi.getStack()}`;
}
