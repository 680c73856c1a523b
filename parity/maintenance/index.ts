/** Switching the maintenance of a stack on and off: what is switched, and in which order. */
export { Cloud } from "./cloud";
export { switchOff, switchOn, type SwitchedOn } from "./switch";
export { maintenanceTargets, type MaintenanceTargets } from "./targets";
export { showTime, windowFrom, type MaintenanceWindow } from "./window";
