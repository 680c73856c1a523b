import assert from "node:assert/strict";
import { readAlarms } from "../../cloudwatch/read";
import { UNKNOWN } from "../../cloudwatch/unknown";
import { readOne } from "./readOne";

const STACK = "aws:cloudformation/stack:Stack";

const YAML_BODY = `
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Floor: { Type: Number, Default: 80 }
  Extra: { Type: CommaDelimitedList, Default: "a, b" }
  Secret: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Hot:
    Type: AWS::CloudWatch::Alarm
    Condition: IsProd
    Properties:
      AlarmName: !Sub "\${AWS::StackName}-hot-\${Floor}"
      AlarmDescription: !Join ["-", [a, !Ref Floor]]
      Namespace: AWS/EC2
      MetricName: CPUUtilization
      Dimensions:
        - { Name: AutoScalingGroupName, Value: !Ref Group }
      Threshold: !Ref Floor
      Period: "300"
      AlarmActions: [!Ref Topic]
      OKActions: [!GetAtt Topic.TopicArn]
      InsufficientDataActions: !Ref Extra
      Unit: !If [IsProd, Percent, !Ref "AWS::NoValue"]
      Statistic: !Ref Secret
      TreatMissingData: !Ref AWS::NoValue
  All:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmRule: !Sub "ALARM(\${Hot})"
      OKActions: [!ImportValue central-alarms]
  Bucket: { Type: AWS::S3::Bucket }
`;

describe("readAlarms of a CloudFormation stack", () => {
  const TOPIC_ARN = "arn:${AWS.Partition}:sns:${AWS.Region}:${AWS.AccountId}:Topic";

  it("reads every alarm of a YAML body, with its references worked out", () => {
    assert.deepEqual(readAlarms(STACK, { templateBody: YAML_BODY, parameters: { Floor: "90" } }), [
      {
        kind: "metric",
        name: "${AWS.StackName}-hot-90",
        description: "a-90",
        metric: {
          namespace: "AWS/EC2",
          metricName: "CPUUtilization",
          dimensions: { AutoScalingGroupName: "${Group}" },
          statistic: UNKNOWN,
          period: 300,
          unit: UNKNOWN,
        },
        threshold: 90,
        alarmActions: [TOPIC_ARN],
        okActions: [TOPIC_ARN],
        insufficientDataActions: ["a", "b"],
        other: { logicalId: "Hot", Condition: "IsProd" },
      },
      {
        kind: "composite",
        okActions: ["${ImportValue.central-alarms}"],
        alarmRule: "ALARM(${Hot})",
        other: { logicalId: "All" },
      },
    ]);
  });

  it("reads a JSON body, as text and as an object", () => {
    const body = {
      Resources: {
        A: {
          Type: "AWS::CloudWatch::Alarm",
          Properties: { Threshold: 1, OKActions: [{ "Fn::GetAtt": ["F", "Arn"] }] },
        },
        F: { Type: "AWS::Lambda::Function" },
      },
    };
    const expected = [
      {
        kind: "metric",
        threshold: 1,
        okActions: ["arn:${AWS.Partition}:lambda:${AWS.Region}:${AWS.AccountId}:function:F"],
        other: { logicalId: "A" },
      },
    ];
    assert.deepEqual(readAlarms(STACK, { templateBody: JSON.stringify(body) }), expected);
    assert.deepEqual(readAlarms("aws-native:cloudformation:Stack", { templateBody: body }), expected);
  });

  it("finds no alarm in a body without one", () => {
    assert.deepEqual(readAlarms(STACK, { templateBody: "Resources: {Bucket: {Type: AWS::S3::Bucket}}" }), []);
  });

  const NOT_READ: [string, Record<string, unknown>, RegExp][] = [
    ["a body that is not known", { templateBody: UNKNOWN }, /known only after deploying/],
    ["a body behind a URL", { templateUrl: "https://x" }, /not given here/],
    ["a body with an alias of nothing", { templateBody: "*-" }, /does not parse: .*alias/i],
    ["a body that does not parse", { templateBody: "Resources: [" }, /does not parse: /],
    ["a body without resources", { templateBody: "just text" }, /has no Resources/],
    [
      "a nested stack",
      { templateBody: "Resources: {N: {Type: AWS::CloudFormation::Stack}}" },
      /nested stack/,
    ],
    ["a loop", { templateBody: "Resources: {'Fn::ForEach::L': [I, [a], {}]}" }, /cannot be seen here/],
  ];
  for (const [title, props, why] of NOT_READ) {
    it(`makes one record of kind unknown of ${title}, and says why`, () => {
      const alarm = readOne(STACK, props);
      assert.equal(alarm.kind, "unknown");
      assert.match(String(alarm.other?.["notRead"]), why);
    });
  }
});
