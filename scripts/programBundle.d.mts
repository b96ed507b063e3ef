/** Types of programBundle.mjs for programs and tests in TypeScript. */
export const ROOT: string;

export const BUNDLE: {
  readonly absWorkingDir: string;
  readonly bundle: true;
  readonly platform: 'node';
  readonly target: string;
  readonly legalComments: 'none';
  readonly logLevel: 'warning';
  readonly external: string[];
};

export const MODULE: {
  readonly format: 'esm';
  readonly banner: { readonly js: string };
};
