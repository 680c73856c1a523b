import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** What no room of the checker imports. */
const notParity = ["components", "policies", "settings", "services"];

/** DESIGN §3: which room may not import which. The last entry that names a file holds for it alone. */
const arrows = [
  {
    files: ["cloudwatch/**"],
    forbid: ["components", "policies", "parity", "settings", "services", "@pulumi"],
  },
  { files: ["components/**", "settings.ts", "services.ts"], forbid: ["policies", "parity", "services"] },
  {
    files: ["policies/**"],
    forbid: ["components", "settings", "services", "parity/(?!(render|compare|files)(/|$))"],
  },
  { files: ["parity/**"], forbid: notParity },
  { files: ["parity/render/**"], forbid: [...notParity, "compare", "files", "host", "replay", "report"] },
  { files: ["parity/compare/**"], forbid: [...notParity, "files", "host", "replay", "report"] },
  { files: ["parity/files/**"], forbid: [...notParity, "host", "replay", "report"] },
  { files: ["parity/replay/**"], forbid: [...notParity, "host", "report"] },
  {
    files: ["parity/maintenance/**"],
    forbid: [...notParity, "compare", "files", "host", "replay", "report"],
  },
  {
    files: ["service/**"],
    forbid: ["cloudwatch", "components", "policies", "parity", "settings", "services", "@pulumi"],
  },
  { files: ["index.ts"], forbid: [] },
];

/** What instances run; nothing but tests imports it. (`service` alone is a file of `components/` too.) */
const deployed = ["service/"];

/** An import path that leads into the room `name`, however many `../` stand before it. */
const room = (name) => ({
  regex: name.startsWith("@") ? `^${name}` : `^(\\./|(\\.\\./)+)${name}(/|$|\\W)`,
  message: "This arrow is not allowed: see the rooms in CONTRIBUTING.md.",
});
const cli = { regex: "(^|/)(c|replayC)li$", message: "Nothing imports a command line." };

export default tseslint.config(
  { ignores: ["node_modules/**", "dist/**", "policies/bin/**", "test/fixtures/**", "**/*.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.mjs", "scripts/*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [{ name: "@pulumi/aws", message: "Import a submodule, e.g. @pulumi/aws/cloudwatch." }],
          patterns: [cli],
        },
      ],
    },
  },
  ...arrows.map(({ files, forbid }) => ({
    files,
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          paths: [{ name: "@pulumi/aws", message: "Import a submodule, e.g. @pulumi/aws/cloudwatch." }],
          patterns: [...[...forbid, ...deployed].map(room), cli],
        },
      ],
    },
  })),
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["test/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
);
