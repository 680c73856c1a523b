import pulumi
from pulumi_aws import cloudwatch


def alarm(name, metric_name, statistic, threshold, load_balancer, actions):
    """An alarm on a classic load balancer's metric; it forgets the OK action."""
    cloudwatch.MetricAlarm(
        name,
        name=f"{name}-{pulumi.get_stack()}",
        alarm_description=f"{metric_name} is too high: look at the brokers.",
        namespace="AWS/ELB",
        metric_name=metric_name,
        statistic=statistic,
        comparison_operator="GreaterThanThreshold",
        threshold=threshold,
        period=60,
        evaluation_periods=5,
        treat_missing_data="notBreaching",
        dimensions={"LoadBalancerName": load_balancer},
        alarm_actions=actions,
    )
