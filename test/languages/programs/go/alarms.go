package main

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cloudwatch"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// newAlarm makes an alarm on a classic load balancer's metric; it forgets the OK action.
func newAlarm(ctx *pulumi.Context, name, metric, statistic string, threshold float64,
	loadBalancer pulumi.StringInput, actions pulumi.Array) error {
	_, err := cloudwatch.NewMetricAlarm(ctx, name, &cloudwatch.MetricAlarmArgs{
		Name:               pulumi.String(name + "-" + ctx.Stack()),
		AlarmDescription:   pulumi.String(metric + " is too high: look at the brokers."),
		Namespace:          pulumi.String("AWS/ELB"),
		MetricName:         pulumi.String(metric),
		Statistic:          pulumi.String(statistic),
		ComparisonOperator: pulumi.String("GreaterThanThreshold"),
		Threshold:          pulumi.Float64(threshold),
		Period:             pulumi.Int(60),
		EvaluationPeriods:  pulumi.Int(5),
		TreatMissingData:   pulumi.String("notBreaching"),
		Dimensions:         pulumi.StringMap{"LoadBalancerName": loadBalancer},
		AlarmActions:       actions,
	})
	return err
}
