package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(deploy)
}

func deploy(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")

	topic, err := sns.NewTopic(ctx, "alarms", nil)
	if err != nil {
		return err
	}
	_, err = sns.NewTopicSubscription(ctx, "team", &sns.TopicSubscriptionArgs{
		Topic:    topic.Arn,
		Protocol: pulumi.String("email"),
		Endpoint: pulumi.String(settings.Require("team")),
	})
	if err != nil {
		return err
	}

	broker, err := elb.NewLoadBalancer(ctx, "broker", &elb.LoadBalancerArgs{
		AvailabilityZones: pulumi.ToStringArray([]string{"eu-west-1a", "eu-west-1b"}),
		Listeners: elb.LoadBalancerListenerArray{&elb.LoadBalancerListenerArgs{
			InstancePort:     pulumi.Int(5044),
			InstanceProtocol: pulumi.String("tcp"),
			LbPort:           pulumi.Int(5044),
			LbProtocol:       pulumi.String("tcp"),
		}},
		HealthCheck: &elb.LoadBalancerHealthCheckArgs{
			Target:             pulumi.String("TCP:5044"),
			Interval:           pulumi.Int(30),
			Timeout:            pulumi.Int(10),
			HealthyThreshold:   pulumi.Int(2),
			UnhealthyThreshold: pulumi.Int(5),
		},
	})
	if err != nil {
		return err
	}

	err = newAlarm(ctx, "broker-backend-errors", "BackendConnectionErrors", "Sum",
		settings.RequireFloat64("errors"), broker.Name, pulumi.Array{topic.Arn})
	if err != nil {
		return err
	}

	_, err = cloudwatch.NewMetricAlarm(ctx, "broker-unhealthy-hosts", &cloudwatch.MetricAlarmArgs{
		Name:               pulumi.String("broker-unhealthy-hosts-" + ctx.Stack()),
		AlarmDescription:   pulumi.String("A broker is unhealthy: look at its log."),
		Namespace:          pulumi.String("AWS/ELB"),
		MetricName:         pulumi.String("UnHealthyHostCount"),
		Statistic:          pulumi.String("Average"),
		ComparisonOperator: pulumi.String("GreaterThanThreshold"),
		Threshold:          pulumi.Float64(0),
		Period:             pulumi.Int(60),
		EvaluationPeriods:  pulumi.Int(5),
		TreatMissingData:   pulumi.String("notBreaching"),
		Dimensions:         pulumi.StringMap{"LoadBalancerName": broker.Name},
		AlarmActions:       pulumi.Array{topic.Arn},
		OkActions:          pulumi.Array{topic.Arn},
	})
	if err != nil {
		return err
	}

	if ctx.Stack() == "production" {
		topic.Arn.ApplyT(func(arn string) (string, error) {
			return arn, newAlarm(ctx, "broker-surge-queue", "SurgeQueueLength", "Maximum",
				500, broker.Name, pulumi.Array{pulumi.String(arn)})
		})
	}

	ctx.Export("topicArn", topic.Arn)
	return nil
}
