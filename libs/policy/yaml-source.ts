import type { Json } from '@zhiheng/kernel';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { ConfigFault, ConfigFile, Place } from './config-file.js';
import { yamlFault } from './yaml-faults.js';

export type ConfigPath = readonly (string | number)[];

/** A YAML file that parsed: its content as plain JSON, and where each part of it stands in the text. */
export type YamlSource = {
  readonly file: string;
  readonly content: Json;
  /** The place of the value at a path, or of the nearest part above it that exists. */
  place(path: ConfigPath): Place;
  /** The place of the key that ends a path. */
  keyPlace(path: ConfigPath): Place;
  /** The place of a character inside the text at a path; the start of the text where quotes or folding move characters. */
  placeInText(path: ConfigPath, offset: number): Place;
};

/** Reads YAML 1.2 (core schema: dates stay text, `yes` is text). One document a file; every fault of the syntax is reported. */
export function openYaml({ path: file, text: raw }: ConfigFile): YamlSource | readonly ConfigFault[] {
  // Windows editors put a byte order mark in front: it is no content, and must not shift the first column.
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };

  // Warnings are faults here: an unknown tag would silently change what a value means.
  const troubles = [...document.errors, ...document.warnings];
  if (troubles.length > 0) return troubles.map((trouble) => yamlFault(placeAt(trouble.pos[0]), trouble, text));
  if (document.contents === null) {
    return [{ ...placeAt(0), reason: { zh: '文件没有内容', en: 'the file has no content' }, expected: 'YAML', found: '' }];
  }
  try {
    return sourceOf({ file, text, document, placeAt });
  } catch (cause) {
    // Aliases are resolved only here: an unknown one, or a bomb of them, shows late.
    return [
      {
        ...placeAt(0),
        reason: { zh: `别名无法解析（${String(cause)}）`, en: `an alias cannot be resolved (${String(cause)})` },
      },
    ];
  }
}

type Parsed = {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly placeAt: (offset: number) => Place;
};

function sourceOf({ file, text, document, placeAt }: Parsed): YamlSource {
  const startOf = (node: Node | undefined): number => node?.range?.[0] ?? 0;
  return {
    file,
    content: document.toJS() as Json,
    place: (path) => placeAt(startOf(nodesAlong(document, path).at(-1))),
    keyPlace: (path) => {
      const pair = pairOf(nodesAlong(document, path.slice(0, -1)).at(-1), path.at(-1));
      return placeAt(startOf((pair?.key as Node | undefined) ?? nodesAlong(document, path).at(-1)));
    },
    placeInText: (path, offset) => {
      const node = nodesAlong(document, path).at(-1);
      return placeAt(startOf(node) + offsetInside(node, text, offset));
    },
  };
}

/** The nodes from the root down a path, as far as they exist. */
function nodesAlong(document: Document, path: ConfigPath): readonly Node[] {
  const nodes: Node[] = document.contents === null ? [] : [document.contents as Node];
  for (const step of path) {
    const node = nodes.at(-1);
    const next = isSeq(node) ? node.items[Number(step)] : pairOf(node, step)?.value;
    if (next === undefined || next === null) break;
    nodes.push(next as Node);
  }
  return nodes;
}

function pairOf(node: Node | undefined, key: string | number | undefined): Pair | undefined {
  if (!isMap(node)) return undefined;
  return (node as YAMLMap).items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function offsetInside(node: Node | undefined, text: string, offset: number): number {
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
  const written = text.slice(node.range[0], node.range[1]);
  if (written === node.value) return offset;
  return written.slice(1, -1) === node.value ? offset + 1 : 0;
}
