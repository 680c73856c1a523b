import { resolve } from "node:path";
import { findProjectDir, readProject, type Project } from "../parity/render";
import { InputError } from "../parity/render/inputError";
import type { Place } from "./context";

/** The program that is deployed, or why it cannot be told. */
export type Program = { project: Project } | { error: string };

/**
 * Where the program of `projectName` lies: a pack is not told. The folder that the pack's configuration names, else
 * the nearest Pulumi.yaml of that name at or above the pack, else at or above where the run started.
 */
export function findProgram(place: Place, projectName: string, configured: unknown): Program {
  const { startDirs, packDir } = place;
  if (typeof configured === "string" && configured !== "") {
    return read(resolve(startDirs[0] ?? packDir, configured));
  }
  // The pack lies in the program that it belongs to; where a shell once stood (PWD) may be another copy of it.
  const looked = [packDir, ...startDirs];
  const found = [...new Set(looked.map(findProjectDir))].filter((dir) => dir !== undefined).map(read);
  const ours = found.find((program) => "project" in program && program.project.name === projectName);
  const broken = found.find((program) => "error" in program);
  return (
    ours ??
    broken ?? {
      error: `no Pulumi.yaml of project ${projectName} lies at or above ${looked.join(" or ")}; name its folder as "program" in the pack's configuration`,
    }
  );
}

function read(dir: string): Program {
  try {
    return { project: readProject(dir) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: error.message };
  }
}
