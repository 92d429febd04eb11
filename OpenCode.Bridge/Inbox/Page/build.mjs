// Checks, bundles and compresses the page: node build.mjs <output folder>. Called by Page.targets.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const [output] = process.argv.slice(2);
if (!output) {
  console.error("usage: node build.mjs <output folder>");
  process.exit(2);
}

for (const project of [".", "src/worker"]) {
  const types = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "--project", project], { stdio: "inherit" });
  if (types.status !== 0) process.exit(types.status ?? 1);
}

const files = new Map(readdirSync("static").map(name => [name, readFileSync(join("static", name))]));
const result = await build({
  entryPoints: { inbox: "src/main.tsx", sw: "src/worker/sw.ts" },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome110", "firefox115", "safari16"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  outdir: "out",
  write: false,
  logLevel: "warning",
});
for (const file of result.outputFiles) files.set(file.path.replace(/^.*[\\/]/, ""), file.contents);

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
for (const [name, content] of files) {
  writeFileSync(join(output, name), content);
  if (name.endsWith(".png")) continue;
  writeFileSync(join(output, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(join(output, `${name}.gz`), gzipSync(content, { level: 9 }));
}
