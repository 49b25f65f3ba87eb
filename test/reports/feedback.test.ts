import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { markAll } from "../../src/marking/markAll.js";
import { feedback } from "../../src/reports/feedback.js";
import { folderWith, net, right, submission } from "../cli/scripts.js";

/** The paths in the zip of marked scripts, and what else is said. */
async function givenBack(files: Readonly<Record<string, unknown>>) {
  const folder = folderWith(files);
  const parts = feedback({ batch: markAll([folder], {}), handedIn: [folder] });
  const said: unknown[] = [];
  let zip: Uint8Array = new Uint8Array();
  for await (const part of parts) {
    if (part instanceof Uint8Array) zip = part;
    else said.push(part);
  }
  return { files: unzipSync(zip), said };
}

const script = submission("s1", right(), net);

describe("marked scripts to give back", () => {
  test("stand in the folders of the platform's export", async () => {
    const { files, said } = await givenBack({
      "Ada Lovelace_11_assignsubmission_file_/submission.json": script,
      "Alan Turing_14_assignsubmission_file/answers.json": script,
      "borelemile_12_345_submission.json": script,
    });
    expect(Object.keys(files)).toEqual([
      "Ada Lovelace_11_assignsubmission_file_/submission-marked.html",
      "Alan Turing_14_assignsubmission_file_/answers-marked.html",
      "borelemile_12_345_submission-marked.html",
    ]);
    expect(Buffer.from(Object.values(files)[0]!).toString()).toContain("<!doctype html>");
    expect(said).toEqual([{ note: "3 marked scripts" }]);
  });

  test("are told apart where one folder has several of one name", async () => {
    const { files } = await givenBack({ "a/x.json": script, "a/x.JSON": script });
    expect(Object.keys(files)).toEqual(["a/x-marked-2.html", "a/x-marked.html"]);
  });
});
