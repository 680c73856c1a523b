import pulumi
from pulumi_aws import cloudwatch, elb, sns

from alarms import alarm

config = pulumi.Config()
stack = pulumi.get_stack()

topic = sns.Topic("alarms")
sns.TopicSubscription("team", topic=topic.arn, protocol="email", endpoint=config.require("team"))

broker = elb.LoadBalancer(
    "broker",
    availability_zones=["eu-west-1a", "eu-west-1b"],
    listeners=[{"instance_port": 5044, "instance_protocol": "tcp", "lb_port": 5044, "lb_protocol": "tcp"}],
    health_check={
        "target": "TCP:5044",
        "interval": 30,
        "timeout": 10,
        "healthy_threshold": 2,
        "unhealthy_threshold": 5,
    },
)

alarm(
    "broker-backend-errors",
    metric_name="BackendConnectionErrors",
    statistic="Sum",
    threshold=config.require_float("errors"),
    load_balancer=broker.name,
    actions=[topic.arn],
)

cloudwatch.MetricAlarm(
    "broker-unhealthy-hosts",
    name=f"broker-unhealthy-hosts-{stack}",
    alarm_description="A broker is unhealthy: look at its log.",
    namespace="AWS/ELB",
    metric_name="UnHealthyHostCount",
    statistic="Average",
    comparison_operator="GreaterThanThreshold",
    threshold=0,
    period=60,
    evaluation_periods=5,
    treat_missing_data="notBreaching",
    dimensions={"LoadBalancerName": broker.name},
    alarm_actions=[topic.arn],
    ok_actions=[topic.arn],
)

if stack == "production":
    topic.arn.apply(
        lambda arn: alarm(
            "broker-surge-queue",
            metric_name="SurgeQueueLength",
            statistic="Maximum",
            threshold=500,
            load_balancer=broker.name,
            actions=[arn],
        )
    )

pulumi.export("topicArn", topic.arn)
