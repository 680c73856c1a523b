const REFERENCE = /^\$\{(.+)\.(?:arn|id|topicArn)\}$/;
const TOPIC_ARN = /^arn:[\w-]+:sns:[^:]*:[^:]*:([^:]+)$/;

/** What a person calls the target of an action: a topic's logical name, the name in a topic's ARN, else the action itself. */
export function topicName(action: string): string {
  return REFERENCE.exec(action)?.[1] ?? TOPIC_ARN.exec(action)?.[1] ?? action;
}

/** Whether an expectation that names `expected` (a topic's name, or the whole ARN) means this action. */
export function isMeant(expected: string, action: string): boolean {
  return expected === action || expected === topicName(action);
}
