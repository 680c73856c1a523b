import { readdirSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { spoken } from "../errorText/errorText";
import { InputError } from "../inputError";
import type { Project } from "../project";
import { runTool } from "../runTool";
import { isExecutable } from "./executable";

/** How long a build may take: the first one compiles Pulumi's SDK and all of a provider's packages that are imported. */
const BUILD_MINUTES = 15;

/** More of a compiler's lines than this only hide the first. */
const MAX_ERRORS = 3;

/**
 * What Go needs to find itself, its caches, and modules, through a proxy too. Left out is what chooses the sources
 * that are compiled or changes the program (GOOS, GOARCH, GOEXPERIMENT, CGO_ENABLED and the tags in GOFLAGS).
 */
const TOOLCHAIN_VARIABLES =
  /^(PATH|HOME|USERPROFILE|LOCALAPPDATA|TMPDIR|XDG_(CACHE|CONFIG)_HOME|GO(ROOT|PATH|CACHE|MODCACHE|TMPDIR|ENV|PROXY|SUMDB|PRIVATE|NOPROXY|NOSUMDB|INSECURE|VCS|AUTH|TOOLCHAIN)|(HTTPS?|NO)_PROXY|https?_proxy|no_proxy|SSL_CERT_(FILE|DIR)|NETRC|SSH_AUTH_SOCK|GIT_SSH(_COMMAND)?)$/;

/** The paths in the program are those of its sources, and building needs no git; also in place of `go env -w GOFLAGS`. */
const FLAGS = "-trimpath=false -buildvcs=false";

/**
 * Builds the program of `folder` into `target`; Go's own build cache makes the second time quick.
 * @returns `target`
 * @throws InputError where there is no Go, no program, or it does not compile: with file and line
 */
export async function goBuild(
  project: Project,
  go: string | undefined,
  folder: string,
  target: string,
): Promise<string> {
  if (go === undefined) {
    throw new InputError(
      "runtime: go: there is no go on the PATH; install Go, or name a built program in Pulumi.yaml (runtime: options: binary)",
    );
  }
  if (!readdirSync(folder).some((name) => name.endsWith(".go"))) {
    throw new InputError(`Pulumi.yaml: main: there is no Go program in ${folder}`);
  }
  const { code, stderr, timedOut } = await runTool(go, ["build", "-o", target, "."], {
    cwd: folder,
    env: { ...ofToolchain(process.env), GOFLAGS: FLAGS },
    timeoutSeconds: BUILD_MINUTES * 60,
  });
  if (timedOut) {
    throw new InputError(
      `${project.dir}: go build did not end within ${BUILD_MINUTES} minutes; run it there by hand once, so that it is quick here`,
    );
  }
  if (code !== 0)
    throw new InputError(`${project.dir}: the program does not build: ${said(stderr, project.dir, folder)}`);
  if (!isExecutable(target)) {
    throw new InputError(`${project.dir}: the Go package in ${folder} is no program: it is not package main`);
  }
  return target;
}

function ofToolchain(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => TOOLCHAIN_VARIABLES.test(name)));
}

/** The compiler's first errors; it gives their places from the folder that it was called in. */
function said(stderr: string, dir: string, folder: string): string {
  const lines = spoken(stderr).filter((line) => !/^(# |go: downloading )/.test(line));
  const shown = lines.slice(0, MAX_ERRORS).map((line) =>
    line.replace(/^(\S+\.go):(\d+)(:\d+)?:/, (_, path: string, at: string) => {
      return `${relative(dir, resolve(folder, path))}:${at}:`;
    }),
  );
  return [...shown, ...(lines.length > MAX_ERRORS ? ["…"] : [])].join("\n");
}

/** The version of Pulumi's SDK that a program was built with, from the build's own record in it. */
export async function goSdkVersion(go: string | undefined, program: string): Promise<string | undefined> {
  if (go === undefined) return undefined;
  const { stdout } = await runTool(go, ["version", "-m", program], {
    cwd: dirname(program),
    env: ofToolchain(process.env),
    timeoutSeconds: 60,
  });
  return /\sgithub\.com\/pulumi\/pulumi\/sdk\/v3\s+(v\S+)/.exec(stdout)?.[1];
}
