import { alarmActionRequired } from "./alarmActionRequired";
import { alarmCanFire } from "./alarmCanFire";
import { alarmDeliveryAllowed } from "./alarmDeliveryAllowed";
import { alarmDescription } from "./alarmDescription";
import { alarmDimensionsLive } from "./alarmDimensionsLive";
import { alarmMetricExists } from "./alarmMetricExists";
import { alarmMissingDataExplicit } from "./alarmMissingDataExplicit";
import { alarmNameUnique } from "./alarmNameUnique";
import { alarmNotAlwaysFiring } from "./alarmNotAlwaysFiring";
import { alarmNotMuted } from "./alarmNotMuted";
import { alarmOkActionRequired } from "./alarmOkActionRequired";
import { alarmParity } from "./alarmParity";
import { alarmStatisticAllowed } from "./alarmStatisticAllowed";
import { alarmStatisticRecommended } from "./alarmStatisticRecommended";
import { alarmTopicsSubscribed } from "./alarmTopicsSubscribed";
import { alarmWindowValid } from "./alarmWindowValid";
import { healthCheckSane } from "./healthCheckSane";
import { parityExceptionsCurrent } from "./parityExceptionsCurrent";
import { parityExceptionsValid } from "./parityExceptionsValid";
import type { Rule } from "./rule";
import { serviceAlarmsComplete } from "./serviceAlarmsComplete";
import { stackParity } from "./stackParity";

/** Every policy of the pack, in the order of the README's table. */
export const rules: readonly Rule[] = [
  alarmStatisticAllowed,
  alarmStatisticRecommended,
  alarmMetricExists,
  alarmOkActionRequired,
  alarmActionRequired,
  alarmNotMuted,
  alarmCanFire,
  alarmNotAlwaysFiring,
  alarmMissingDataExplicit,
  alarmWindowValid,
  alarmDimensionsLive,
  alarmNameUnique,
  alarmParity,
  stackParity,
  parityExceptionsValid,
  parityExceptionsCurrent,
  serviceAlarmsComplete,
  alarmTopicsSubscribed,
  alarmDeliveryAllowed,
  alarmDescription,
  healthCheckSane,
];
