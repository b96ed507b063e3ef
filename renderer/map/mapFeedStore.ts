import { defineStore } from 'pinia';
import { useClient } from '#renderer/client/useClient.ts';
import { clientMapSource } from './clientMapSource.ts';
import { createMarkerFeed } from './markerFeed.ts';

/** What all maps of a page share: shapes and base bytes read once, one subscription of cases. */
export const useMapFeedStore = defineStore('mapFeed', () => {
  const client = useClient();
  return { source: clientMapSource(client), markers: createMarkerFeed(client) };
});
