/** A PostgreSQL server instead of a file in the folder; where it is, when its address says so. */
export type StoreAddress = { readonly url: string | null } | null;

/**
 * `sqlite`, `postgres` or `postgres://…`. Whoever lists the processes of a machine reads their arguments: a
 * password there is refused.
 */
export function readStoreAddress(text: string): StoreAddress | 'bad' {
  if (text === 'sqlite') return null;
  if (text === 'postgres') return { url: null };
  // Without a host it is a socket of this machine, which is no address to URL.
  const address = text.replace(/^(postgres(?:ql)?:\/\/[^/@]*@)\//, '$1socket/');
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(address)) return 'bad';
  const { password, searchParams } = new URL(address);
  return password === '' && !searchParams.has('password') ? { url: text } : 'bad';
}
