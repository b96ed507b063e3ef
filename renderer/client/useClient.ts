import { inject, type App, type InjectionKey } from 'vue';
import { must } from '#core/kernel/assert.ts';
import type { ConsoleClient } from './consoleClient.ts';

const CLIENT: InjectionKey<ConsoleClient> = Symbol('consoleClient');

export function provideClient(app: App, client: ConsoleClient): void {
  app.provide(CLIENT, client);
}

/** The page's client; in components, stores and composables. */
export function useClient(): ConsoleClient {
  return must(inject(CLIENT), 'provideClient before mount');
}
