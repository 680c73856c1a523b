// A program that fails in the way that its stack is named after.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"syscall"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(deploy)
}

func deploy(ctx *pulumi.Context) error {
	topic, err := sns.NewTopic(ctx, "alarms", nil)
	if err != nil {
		return err
	}
	var none *string
	switch ctx.Stack() {
	case "returned":
		return errors.New("no such thing")
	case "panic":
		panic("no such thing")
	case "nil-pointer":
		fmt.Println(*none)
	case "apply":
		failed := topic.Arn.ApplyT(func(arn string) (string, error) {
			return "", fmt.Errorf("in apply: %s", arn[:11])
		}).(pulumi.StringOutput)
		_, err = sns.NewTopic(ctx, "second", &sns.TopicArgs{DisplayName: failed})
		return err
	case "unused-apply":
		topic.Arn.ApplyT(func(arn string) (string, error) {
			return "", errors.New("lost in apply")
		})
	case "panic-in-apply":
		topic.Arn.ApplyT(func(arn string) string { panic("in apply") })
	case "success-exit":
		os.Exit(0)
	case "exit-in-apply":
		topic.Arn.ApplyT(func(arn string) string { os.Exit(0); return arn })
	case "exit-code":
		os.Exit(3)
	case "fatal":
		log.SetFlags(0)
		log.Fatal("told by the program")
	case "killed":
		return syscall.Kill(os.Getpid(), syscall.SIGKILL)
	case "missing-key":
		config.New(ctx, "").Require("size")
	case "wrong-number":
		config.New(ctx, "").RequireInt("limit")
	case "duplicate":
		_, err = sns.NewTopic(ctx, "alarms", nil)
		return err
	case "hangs":
		fmt.Println("waiting for a lock")
		time.Sleep(10 * time.Minute)
	case "late":
		go func() {
			time.Sleep(300 * time.Millisecond)
			_, _ = sns.NewTopic(ctx, "late", nil)
		}()
	case "whole":
		central, err := pulumi.NewStackReference(ctx, "central/"+ctx.Stack(), nil)
		if err != nil {
			return err
		}
		_, err = sns.NewTopic(ctx, "later", &sns.TopicArgs{Tags: pulumi.StringMap{
			"a": central.GetStringOutput(pulumi.String("topicArn")),
			"b": central.GetOutput(pulumi.String("zone")).AsStringOutput(),
		}})
		return err
	}
	return nil
}
