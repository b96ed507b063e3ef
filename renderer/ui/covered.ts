import type { InjectionKey, Ref } from 'vue';

/** True while the page is covered by something firm, as the lock: other dialogs are put away, and come back. */
export const COVERED: InjectionKey<Readonly<Ref<boolean>>> = Symbol('covered');
