// What a generator makes as WebAssembly: node wasm.js FILE.wasm FILE.z [LABEL]
// prints the numbers of its image. z and the image lie after what the program
// has for its own.
"use strict";

const fs = require("fs");
const path = require("path");
const [, , file, noise, label] = process.argv;
const ROOM = 1 << 20;

WebAssembly.instantiate(fs.readFileSync(file)).then(({instance}) => {
  const {memory, __heap_base: base, ...functions} = instance.exports;
  const z = fs.readFileSync(noise), at = base.value;
  memory.grow(Math.ceil((z.length + ROOM) / 65536));
  new Uint8Array(memory.buffer).set(z, at);
  const image = at + z.length, given = label === undefined ? [] : [+label];
  functions[path.basename(file, ".wasm")](at, ...given, image);
  const count = Number(fs.readFileSync(file.replace(/wasm$/, "c"), "utf8")
    .match(/image: (\d+) numbers/)[1]);
  console.log(Array.from(new Float32Array(memory.buffer, image, count))
    .join("\n"));
});
