export type EnrolForm = {
  readonly mode: 'join' | 'here';
  readonly address: string;
  readonly code: string;
  readonly name: string;
  /** Of the street's station, where there is one; else empty. */
  readonly station: string;
};

export type EnrolFault = 'needAddress' | 'needCode' | 'needName';
export type EnrolInput = {
  readonly address: string;
  readonly code: string;
  readonly name: string;
  readonly scope: string;
  readonly station?: string;
};

/** Where the district listens on its own machine unless told otherwise. */
export const HERE_ADDRESS = 'ws://127.0.0.1:7700';

/** The form as the call wants it, or the first thing that is wrong with it. */
export function enrolInputOf(form: EnrolForm): EnrolInput | EnrolFault {
  const typed = form.address.trim();
  const address = form.mode === 'here' && typed === '' ? HERE_ADDRESS : typed;
  if (address === '') return 'needAddress';
  if (form.code.trim() === '') return 'needCode';
  if (form.name.trim() === '') return 'needName';
  // For whom the machine works stands in the code; the district alone says so.
  const station = form.station.trim();
  const input = { address, code: form.code.trim(), name: form.name.trim(), scope: 'district' };
  return station === '' ? input : { ...input, station };
}
