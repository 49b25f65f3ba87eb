import type * as z from "zod";
import { fileBytes } from "../files/fileBytes.js";
import { jsonDocument } from "../handedIn/jsonDocument.js";
import { ChangedError } from "../input/changedError.js";
import { InputError } from "../input/inputError.js";
import { EntriesFile } from "./entriesFile.js";
import { type EntryPlaces, type ListedJson, listsInJson } from "./listsInJson.js";
import {
  type ListedManifest,
  type ManifestVariant,
  manifestSchema,
  mistakesIn,
  mostManifestBytes,
  readManifest,
  studentSchema,
  type Variants,
  variantSchema,
} from "./manifest.js";

/** The most bytes of a manifest: at all, to be kept in memory, and to be read as one text. */
const usual = { most: 4 * 1024 ** 3, inMemory: 8 * 1024 ** 2, asText: mostManifestBytes };

/**
 * Reads a manifest, and leaves the variants of a large one in its file, which has to stay as it is
 * as long as they are asked for. Throws an InputError for the first thing wrong: of one that is too
 * large for a text, with the place of the entry that it is in.
 */
export function openManifest(path: string, limits: Partial<typeof usual> = {}): ListedManifest {
  const { asText, ...most } = { ...usual, ...limits };
  const file = new EntriesFile(path, most);
  const json = listsInJson(file.pieces(), ["students", "variants"]);
  const read = json && new ManifestReader(file, json).manifest(asText);
  // Read whole, it is said where it is wrong; or it is right, and written in another way.
  return read ?? readManifest(fileBytes(path, asText), path);
}

class ManifestReader {
  readonly #file: EntriesFile;
  readonly #json: ListedJson;

  constructor(file: EntriesFile, json: ListedJson) {
    this.#file = file;
    this.#json = json;
  }

  /** The manifest; undefined where something is wrong that reading it whole will say. */
  manifest(asText: number): ListedManifest | undefined {
    try {
      const { head } = this.#json;
      const { path } = this.#file;
      const manifest = {
        ...jsonDocument(manifestSchema, head, path, { bytes: head.length }),
        students: [...this.#entries("students", studentSchema)],
        variants: new VariantsInFile(this.#file, this.#places("variants")),
      };
      const read = this.#entries("variants", variantSchema);
      for (const { path, message } of mistakesIn(manifest, read)) {
        const [list, place] = path as [string, number];
        const what = `${list}[${place}].${String(path[2])}: ${message}`;
        throw this.#fault(list, place, what);
      }
      return manifest;
    } catch (error) {
      if (error instanceof ChangedError) throw error;
      if (error instanceof InputError && this.#file.size <= asText) return undefined;
      throw error;
    }
  }

  *#entries<T extends z.ZodType>(list: string, schema: T): Generator<z.output<T>> {
    let place = 0;
    for (const text of this.#file.entries(this.#places(list))) {
      try {
        yield jsonDocument(schema, text, this.#file.path);
      } catch (error) {
        if (!(error instanceof InputError) || error instanceof ChangedError) throw error;
        throw this.#fault(list, place, `${list}[${place}]: ${error.what}`);
      }
      place++;
    }
  }

  #places(list: string): EntryPlaces {
    return this.#json.lists.get(list)!;
  }

  #fault(list: string, place: number, what: string): InputError {
    const at = this.#json.lists.get(list)?.at(place) ?? 0;
    return new InputError(this.#file.path, what, this.#file.placeOf(at));
  }
}

/** The variants of a manifest that was found to be right. */
class VariantsInFile implements Variants {
  readonly #file: EntriesFile;
  readonly #places: EntryPlaces;
  #last: { readonly place: number; readonly variant: ManifestVariant } | undefined;

  constructor(file: EntriesFile, places: EntryPlaces) {
    this.#file = file;
    this.#places = places;
  }

  get length(): number {
    return this.#places.length - 1;
  }

  at(place: number): ManifestVariant | undefined {
    if (place < 0 || place >= this.length) return undefined;
    // Who asks for one asks several times.
    if (this.#last?.place !== place) {
      const variant = variantIn(this.#file.entry(this.#places, place));
      this.#last = { place, variant };
    }
    return this.#last!.variant;
  }

  *[Symbol.iterator](): Generator<ManifestVariant> {
    for (const text of this.#file.entries(this.#places)) yield variantIn(text);
  }
}

const variantIn = (text: Uint8Array): ManifestVariant => JSON.parse(Buffer.from(text).toString());
