// Reads a flowchart from standard input with Mermaid's own parser; prints its boxes and arrows as JSON.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const page = new JSDOM("");
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import("mermaid");

const text = readFileSync(0, "utf-8");
await mermaid.parse(text);
const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
const boxes = [...db.getVertices().values()].map((box) => [box.id, box.text]);
const arrows = db.getEdges().map((arrow) => [arrow.start, arrow.end, arrow.stroke, arrow.text]);
console.log(JSON.stringify({ boxes, arrows }));
