import type { Lattice } from './ground/plane.ts';

/** The committed sources of a generated profile: profiles/<name>/{profile,outline,divisions}.json. */
export type ProfileSources = {
  readonly profile: ProfileFile;
  readonly outline: { readonly ring: readonly Lattice[] };
  readonly divisions: {
    readonly streets: readonly {
      readonly code: string;
      readonly name: string;
      readonly communities: readonly { readonly code: string; readonly name: string }[];
    }[];
  };
};

export type ProfileFile = {
  readonly profile: string;
  readonly districtCode: string;
  readonly districtName: { readonly zh: string; readonly en: string };
  readonly originLetters: string;
  readonly cells: number;
  readonly relaxRounds: number;
  readonly communities: number;
  readonly baseGrids: number;
  readonly sampleCommunityDigits: string;
  readonly sampleCommunityName: string;
  readonly streets: readonly {
    readonly name: string;
    readonly en: string;
    readonly letters: string;
    readonly point: Lattice;
  }[];
};
