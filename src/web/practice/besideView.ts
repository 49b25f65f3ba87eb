import type { Problem } from "../../problem/problem.js";
import { practiceLayout } from "../../render/practiceLayout.js";
import type { Help } from "../../render/sheet.js";
import type { Answers } from "../page/answers.js";
import { type BesideBlank, besideOf, type Steps, stepsOf } from "./beside.js";

const layout = practiceLayout("practice-beside");

/** Where there is room for the whole network beside the sheet; else what is lit fills a strip. */
const hasRoom = matchMedia("(min-width: 72rem)");

/**
 * The network beside the work: what the blank that has the focus is about, and what it reads, are
 * lit in it and on the sheet. For the eyes alone: where a blank is and its rule are also said.
 */
export class BesideView {
  readonly #main: HTMLElement;
  readonly #problem: Problem;
  #steps: Steps | undefined;
  #element!: HTMLElement;
  #svg: SVGSVGElement | undefined;

  constructor(main: HTMLElement, problem: Problem) {
    this.#main = main;
    this.#problem = problem;
  }

  /** Copies the network of the sheet, which has just been drawn. */
  draw(): void {
    this.#element = this.#main.querySelector<HTMLElement>(".beside")!;
    const svg = this.#main.querySelector<SVGSVGElement>("figure > svg.network");
    this.#svg = svg ? copyOf(svg) : undefined;
    if (this.#svg) this.#element.querySelector(".picture")!.append(this.#svg);
  }

  /** Shows what stands beside a blank. */
  show(id: string, help: Help, answers: Answers): void {
    this.#steps ??= stepsOf(this.#problem);
    const { language } = this.#problem.prepared;
    const beside = besideOf(this.#steps, help, answers, id);
    this.#element.querySelector(".said")!.innerHTML = layout({ ...beside, language });
    const isUsed = beside.rule !== undefined || beside.lit.size > 0;
    this.#element.classList.toggle("used", isUsed);
    this.#element.classList.toggle("lit", beside.lit.size > 0);
    for (const place of this.#main.querySelectorAll<HTMLElement>("[data-place]"))
      place.classList.toggle("read", beside.reads.includes(place.dataset.place!));
    if (this.#svg) light(this.#svg, beside);
  }
}

/** A picture that is no second one to who hears the page, with a name of its own for its arrows. */
function copyOf(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute("role");
  copy.removeAttribute("aria-label");
  const marker = copy.querySelector("marker")!;
  marker.id = "arrow-beside";
  // A thick line has no larger head.
  marker.setAttribute("markerUnits", "userSpaceOnUse");
  for (const edge of copy.querySelectorAll("[marker-end]"))
    edge.setAttribute("marker-end", "url(#arrow-beside)");
  return copy;
}

function light(svg: SVGSVGElement, { own, lit }: BesideBlank): void {
  svg.classList.toggle("lit", lit.size > 0);
  const parts = [...svg.querySelectorAll<SVGGraphicsElement>("[data-of]")];
  const isBetweenLit = (part: SVGGraphicsElement): boolean =>
    part.dataset.between!.split(" ").every((end) => lit.has(end));
  // A weight has several edges where it is shared: those between lit units, else all of them.
  const met = new Set(
    parts.filter((part) => part.dataset.between && isBetweenLit(part)).map(ofPart),
  );
  for (const part of parts) {
    const of = ofPart(part);
    const isLit = lit.has(of) && (!part.dataset.between || !met.has(of) || isBetweenLit(part));
    part.classList.toggle("lit", isLit);
    part.classList.toggle("own", isLit && own.has(of));
  }
  const { width, height } = svg;
  const whole = `0 0 ${width.baseVal.value} ${height.baseVal.value}`;
  svg.setAttribute("viewBox", whole);
  const isClose = !hasRoom.matches && lit.size > 0;
  if (isClose) svg.setAttribute("viewBox", boxOf(parts, svg.getBoundingClientRect()) ?? whole);
}

const ofPart = (part: SVGGraphicsElement): string => part.dataset.of!;

/**
 * The part of the picture that holds all that is lit, never larger than it is drawn; undefined
 * where none of it is in there.
 */
function boxOf(parts: readonly SVGGraphicsElement[], room: DOMRect): string | undefined {
  const boxes = parts
    .filter((part) => part.classList.contains("lit"))
    .map((part) => part.getBBox());
  if (boxes.length === 0) return undefined;
  const [left, width] = stretch(
    Math.min(...boxes.map(({ x }) => x)),
    Math.max(...boxes.map(({ x, width }) => x + width)),
    room.width,
  );
  const [top, height] = stretch(
    Math.min(...boxes.map(({ y }) => y)),
    Math.max(...boxes.map(({ y, height }) => y + height)),
    room.height,
  );
  return [left, top, width, height].join(" ");
}

/** Where a stretch begins and how long it is, with a margin, and at least so long. */
function stretch(from: number, to: number, least: number): readonly [number, number] {
  const length = Math.max(least, to - from + 16);
  return [(from + to - length) / 2, length];
}
