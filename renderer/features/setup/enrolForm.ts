export type EnrolForm = {
  readonly mode: 'join' | 'here';
  readonly address: string;
  readonly code: string;
  readonly name: string;
  readonly scopeKind: 'district' | 'intake' | 'street';
  readonly scopeNo: string;
};

export type EnrolFault = 'needAddress' | 'needCode' | 'needName' | 'badScope';
export type EnrolInput = {
  readonly address: string;
  readonly code: string;
  readonly name: string;
  readonly scope: string;
};

/** Where the district listens on its own machine unless told otherwise. */
export const HERE_ADDRESS = 'ws://127.0.0.1:8780';

/** The form as the call wants it, or the first thing that is wrong with it. */
export function enrolInputOf(form: EnrolForm): EnrolInput | EnrolFault {
  const address =
    form.mode === 'here' && form.address.trim() === '' ? HERE_ADDRESS : form.address.trim();
  if (address === '') return 'needAddress';
  if (form.code.trim() === '') return 'needCode';
  if (form.name.trim() === '') return 'needName';
  const scope = scopeOf(form);
  if (scope === null) return 'badScope';
  return { address, code: form.code.trim(), name: form.name.trim(), scope };
}

function scopeOf(form: EnrolForm): string | null {
  const no = form.scopeNo.trim();
  if (form.scopeKind === 'district') return 'district';
  if (form.scopeKind === 'intake') return /^[1-4]$/.test(no) ? `intake:${no}` : null;
  return /^\d{9}$/.test(no) ? `street:${no}` : null;
}
