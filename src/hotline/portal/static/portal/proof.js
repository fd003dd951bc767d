// A worker that looks for the number which solves a challenge (rules/proof_of_work.py). SHA-256 by
// FIPS 180-4, because the browser's own is slow in small pieces and missing without TLS.
"use strict";
const K = new Uint32Array(64);
const START = new Uint32Array(8);
const fraction = (root) => ((root - Math.floor(root)) * 0x100000000) | 0;
for (let number = 2, found = 0; found < 64; number += 1) {
  let prime = true;
  for (let by = 2; by * by <= number; by += 1) if (number % by === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(number));
  K[found] = fraction(Math.cbrt(number));
  found += 1;
}
const W = new Uint32Array(64);
const turned = (x, by) => (x >>> by) | (x << (32 - by));

function compress(state, block, at) {
  for (let i = 0; i < 16; i += 1) W[i] = (block[at + 4 * i] << 24) | (block[at + 4 * i + 1] << 16) | (block[at + 4 * i + 2] << 8) | block[at + 4 * i + 3];
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15], y = W[i - 2];
    W[i] = W[i - 16] + (turned(x, 7) ^ turned(x, 18) ^ (x >>> 3)) + W[i - 7] + (turned(y, 17) ^ turned(y, 19) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

function digest(text) {
  const length = text.length, padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
  for (let i = 0; i < length; i += 1) padded[i] = text.charCodeAt(i);
  padded[length] = 0x80;
  const bits = length * 8;
  for (let i = 0; i < 4; i += 1) padded[padded.length - 1 - i] = (bits >>> (8 * i)) & 255;
  const state = START.slice();
  for (let at = 0; at < padded.length; at += 64) compress(state, padded, at);
  return state;
}

onmessage = (told) => {
  const token = told.data, bits = Number(token.split(".")[2]);
  for (let number = 0; ; number += 1) {
    if (bits === 0 || digest(`${token}:${number}`)[0] >>> (32 - bits) === 0) { postMessage(String(number)); return; }
  }
};
