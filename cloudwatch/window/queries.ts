import type { Alarm, MetricQuery } from "../alarm";
import { isUnknown } from "../unknown";
import { notKnown, problem, type WindowProblem } from "./problem";

/** Most metrics, and most expressions, of one alarm (CloudWatch user guide, "Alarms on metric math"). */
const MOST = 10;
const ID = /^[a-z][A-Za-z0-9_]*$/;

/** What CloudWatch refuses about the queries of an alarm. */
export function queryProblems(alarm: Alarm): WindowProblem[] {
  const { queries } = alarm;
  if (queries === undefined) return [];
  if (isUnknown(queries)) return [notKnown("queries")];
  return [
    ...tooMany("metrics", queries.filter((query) => query.metric !== undefined).length),
    ...tooMany("expressions", queries.filter((query) => query.expression !== undefined).length),
    ...queries.flatMap(oneQuery),
    ...idProblems(queries),
    ...returnedProblems(alarm, queries),
  ];
}

function tooMany(what: string, count: number): WindowProblem[] {
  if (count <= MOST) return [];
  const why = `CloudWatch takes ${MOST} ${what} an alarm at most`;
  return [
    problem("queries", `${count} ${what}`, why, "split the alarm, and join the parts in a composite alarm"),
  ];
}

function oneQuery(query: MetricQuery): WindowProblem[] {
  const path = `queries.${query.id}`;
  const { expression, metric } = query;
  const problems: WindowProblem[] = [];
  if ((expression === undefined) === (metric === undefined)) {
    const why = "a query is either an expression or a metric";
    problems.push(
      problem(path, expression, why, expression === undefined ? "give one of them" : "leave one of them out"),
    );
  }
  if (isUnknown(expression)) problems.push(notKnown(`${path}.expression`));
  if (expression !== undefined && /\bSEARCH\s*\(/.test(expression)) {
    problems.push(
      problem(`${path}.expression`, expression, "SEARCH is not allowed in an alarm", "name each metric"),
    );
  }
  return metric === undefined ? problems : [...problems, ...metricProblems(path, metric)];
}

function metricProblems(path: string, metric: NonNullable<MetricQuery["metric"]>): WindowProblem[] {
  return (["metricName", "statistic", "period"] as const).flatMap((name) => {
    const value = metric[name];
    if (value === undefined)
      return [problem(`${path}.${name}`, undefined, "CloudWatch needs it", `give ${name}`)];
    return name === "statistic" && isUnknown(value) ? [notKnown(`${path}.statistic`)] : [];
  });
}

function idProblems(queries: readonly MetricQuery[]): WindowProblem[] {
  const seen = new Set<string>();
  return queries.flatMap(({ id }) => {
    if (isUnknown(id)) return [];
    if (!ID.test(id)) {
      const why = "an id is a lower-case letter, then letters, digits and underscores";
      return [problem("queries.id", id, why, "rename it, also in the expressions")];
    }
    if (seen.has(id)) return [problem("queries.id", id, "two queries have this id", "rename one of them")];
    seen.add(id);
    return [];
  });
}

/** Exactly one series is held against the threshold; an anomaly band is returned beside it. */
function returnedProblems(alarm: Alarm, queries: readonly MetricQuery[]): WindowProblem[] {
  const { thresholdMetricId: band } = alarm;
  const problems: WindowProblem[] = [];
  if (isUnknown(band)) return [];
  if (queries.some(({ id }) => isUnknown(id))) return [notKnown("queries.id")];
  const open = queries.filter(({ returnData }) => isUnknown(returnData));
  if (open.length > 0) return open.map(({ id }) => notKnown(`queries.${id}.returnData`));
  if (band !== undefined && !queries.some(({ id }) => id === band)) {
    problems.push(
      problem("thresholdMetricId", band, "no query has this id", "give it the id of the band's query"),
    );
  }
  const isBand = ({ id, expression }: MetricQuery): boolean =>
    id === band || (alarm.kind === "anomaly" && /\bANOMALY_DETECTION_BAND\s*\(/.test(expression ?? ""));
  const returned = queries.filter((query) => query.returnData === true && !isBand(query)).map(({ id }) => id);
  if (returned.length !== 1) {
    const why = "exactly one query is held against the threshold";
    const fix = "write returnData: true on that one, and returnData: false on the others";
    problems.push(problem("queries.returnData", returned.join(", ") || "(none)", why, fix));
  }
  return problems;
}
