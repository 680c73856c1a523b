import { parseHTML } from "linkedom";

/** What is used here of an element and of a document; the browser's own types are not part of this program. */
export interface SvgElement {
  setAttribute(name: string, value: string): void;
  append(...children: readonly SvgElement[]): void;
  textContent: string | null;
  readonly outerHTML: string;
}

export interface SvgDocument {
  createElementNS(namespace: string, name: string): SvgElement;
}

type Attributes = Readonly<Record<string, string | number>>;

/** A document without a browser. */
export function newDocument(): SvgDocument {
  const { document } = parseHTML("<html></html>") as unknown as { document: SvgDocument };
  return document;
}

export function element(document: SvgDocument, name: string, attributes: Attributes): SvgElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

export function text(
  document: SvgDocument,
  x: number,
  y: number,
  content: string,
  attributes: Attributes,
): SvgElement {
  const made = element(document, "text", { x, y, ...attributes });
  made.textContent = content;
  return made;
}
