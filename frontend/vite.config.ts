import { defineConfig } from "vite";

// Nothing is inlined, so that a strict Content-Security-Policy needs no exception.
export default defineConfig({
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    outDir: "../src/goodoffices/web/static",
    reportCompressedSize: false,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8765" } },
});
