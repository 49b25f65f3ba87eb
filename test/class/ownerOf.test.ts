import { expect, test } from "vitest";
import { ownerFinder } from "../../src/class/ownerOf.js";

const ownerOf = ownerFinder([
  { id: "0007", name: "Zoë Ames" },
  { id: "0012", name: "Bo Bell" },
  { id: "0013", name: "Bo Bell" },
  { id: "ann@x.test", name: "Ann Cole" },
]);

test.each([
  ["Moodle", "in/Zoë Ames_10007_assignsubmission_file_/photo.jpg", "0007"],
  ["Blackboard", "in/Week 1_0007_attempt_2027-03-05-23-59-10_photo.jpg", "0007"],
  ["Brightspace", "in/9001-778 - Zoë Ames - Mar 5, 2027 1002 PM/photo.jpg", "0007"],
  ["Canvas", "in/ameszoë_123_456_photo.jpg", "0007"],
  ["an address", "in/ann@x.test/photo.jpg", "ann@x.test"],
  ["a photo's own number", "in/Zoë Ames_10007_assignsubmission_file_/IMG_0012.jpg", "0007"],
  ["namesakes", "in/Bo Bell_10012_assignsubmission_file_/IMG_0007.jpg", undefined],
  ["nobody", "in/photo.jpg", undefined],
])("whose a file is, by its folder's name before its own: %s", (_, path, owner) => {
  expect(ownerOf(path)).toBe(owner);
});
