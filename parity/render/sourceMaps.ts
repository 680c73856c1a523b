import { SourceMap, type SourceMapPayload } from "node:module";

/** Lines of a program that was transpiled here, back in what its author wrote. */
export class SourceMaps {
  private readonly maps = new Map<string, SourceMap>();

  add(path: string, map: string): void {
    this.maps.set(path, new SourceMap(JSON.parse(map) as SourceMapPayload));
  }

  /** The author's line for a place in the transpiled code; lines and columns count from 1. */
  line(path: string, line: number, column: number): number {
    const entry = this.maps.get(path)?.findEntry(line - 1, column - 1);
    return entry !== undefined && "originalLine" in entry ? entry.originalLine + 1 : line;
  }

  /** Maps each `path:line:column` of a stack trace. */
  inText(text: string): string {
    let mapped = text;
    for (const path of this.maps.keys()) {
      const [before = "", ...places] = mapped.split(`${path}:`);
      const lines = places.map((place) =>
        place.replace(/^(\d+):(\d+)/, (_, line: string, column: string) =>
          String(this.line(path, Number(line), Number(column))),
        ),
      );
      mapped = [before, ...lines].join(`${path}:`);
    }
    return mapped;
  }
}
