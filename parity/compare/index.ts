export { compareStacks } from "./compareStacks";
export { placeOf, problemInFile } from "./exceptions";
export { urnIn } from "./identity";
export { findParityFile, loadParityFile } from "./load";
export { shownPath, type ParityException, type ParityFile } from "./parityFile";
export { notWhatWasRendered, type EngineResource } from "./engine";
export { compareProject, notRendered, updates } from "./ofProject";
export { alarmShapesDiffer, notWhatPreviewShows } from "./shapes";
export type { Comparison, ExceptionProblem, ExceptionState, ParityFinding, ParityRow } from "./types";
