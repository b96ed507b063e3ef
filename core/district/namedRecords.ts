/**
 * Records that an operation names and that are fetched before deciding, because rules may not wait. What
 * comes over the wire was not looked at yet: its arguments may be anything.
 */
export function callsNamed({ args }: { readonly args: unknown }): string[] {
  const callId = isObject(args) ? args['callId'] : null;
  return typeof callId === 'string' ? [callId] : [];
}

export function outsideNumbersNamed({ args }: { readonly args: unknown }): string[] {
  const numbers = isObject(args) ? args['externalNo'] : null;
  if (!Array.isArray(numbers)) return [];
  return numbers.flatMap((one: unknown) =>
    isObject(one) && typeof one['system'] === 'string' && typeof one['no'] === 'string'
      ? [`${one['system']}/${one['no']}`]
      : [],
  );
}

/** The number that a new case says it has. */
export function caseNosNamed({ args }: { readonly args: unknown }): string[] {
  const caseNo = isObject(args) ? args['caseNo'] : null;
  return typeof caseNo === 'string' ? [caseNo] : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
